"""The main window around the rooms."""

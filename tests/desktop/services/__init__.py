"""Tests of the desktop's services over real stores."""

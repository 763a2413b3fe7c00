"""The main window around the rooms: menus, rail, pages, status bar, keys and commands.

Knows pages only as widgets with a name. Imported after unlocking, so that the lock page is quick.
"""

"""Case management for nurses: a desktop that works offline, and the central API it syncs with."""

__version__ = "0.1.0"

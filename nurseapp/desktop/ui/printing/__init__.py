"""Previewing and printing PDF bytes: pages as images, never a file between.

Knows services and widgets, not what a document says. Used by the rooms that have papers.
"""

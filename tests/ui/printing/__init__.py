"""Tests of previewing and printing."""

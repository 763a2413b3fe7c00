"""Tests of the words for codes, days and values."""

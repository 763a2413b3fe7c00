"""Tests of the case page and its rooms, over the real services and a store in memory."""

"""Laid out like nurseapp/, with stories, benchmarks and checks of the house itself besides."""

"""Benchmarks, printed as ratios against their own floor."""

"""Benchmarks: ``python -m benchmarks`` writes figures, versions and machine to ``benchmarks/results``."""

"""Is the registry as fast as promised? Goals are ratios of two things measured side by side in one run.

``python -m benchmarks`` makes its own database, fills it, measures pairs in turn, prints a table and drops it.
"""

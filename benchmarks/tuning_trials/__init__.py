"""What `benchmarks/tuning.py` measures."""

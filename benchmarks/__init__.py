"""Side-by-side timings: each workload a file that anyone can run, `python -m benchmarks.NAME`."""

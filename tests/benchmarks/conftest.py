"""The parts of the benchmark are no tests, and need libraries that tests do not."""

collect_ignore_glob = ["bench_*.py", "harness.py", "report.py", "run.py"]

"""The script of the fuzzer is no test, and needs a library that tests do not."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
collect_ignore_glob = ["fuzz.py"]

"""How long `import posecoach` takes, in fresh processes.

python benchmarks/import_time.py [--runs 9]
"""

import argparse
import statistics
import subprocess
import sys

from rich.console import Console
from rich.table import Table

_MODULES = ("numpy", "pydantic", "posecoach")
_TIMED = """
import importlib, sys, time
start = time.perf_counter()
importlib.import_module(sys.argv[1])
print(time.perf_counter() - start)
"""


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    table = Table("import", "median", "fastest")
    for module in _MODULES:
        seconds = [_import_s(module) for _ in range(runs)]
        table.add_row(module, f"{statistics.median(seconds):.3f} s", f"{min(seconds):.3f} s")
    Console().print(table)


def _import_s(module: str) -> float:
    command = [sys.executable, "-c", _TIMED, module]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    main()

"""How long `import posecoach` takes, in fresh processes.

python benchmarks/import_time.py [--runs 9]
"""

import argparse
import os
import statistics
import subprocess
import sys

from rich.console import Console
from rich.table import Table

_MODULES = ("numpy", "pydantic", "posecoach")
_TIMED = """
import importlib, sys, time
start, worked = time.perf_counter(), time.process_time()
importlib.import_module(sys.argv[1])
print(time.perf_counter() - start, time.process_time() - worked)
"""


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    table = Table("import", "median", "fastest", "of that on the processor")
    for module in _MODULES:
        _import_s(module)  # Compiles it, if that hasn't been done.
        passed, worked = zip(*(_import_s(module) for _ in range(runs)), strict=True)
        row = (statistics.median(passed), min(passed), min(worked))
        table.add_row(module, *(f"{seconds:.3f} s" for seconds in row))
    Console().print(table)


def _import_s(module: str) -> tuple[float, float]:
    """Seconds that pass, and those of work, which say more on a busy machine."""
    compiling = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", _TIMED, module]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, env=compiling).stdout
    passed, worked = map(float, printed.split())
    return passed, worked


if __name__ == "__main__":
    main()

"""What `accuracy.py` and `bias.py` share: clips with their truth, and what the product makes of them."""

import importlib.util
import sys
from pathlib import Path

__all__ = ["ROOT"]

ROOT = Path(__file__).resolve().parents[2]
"""The checkout, whose sample videos are measured."""

# A script's own folder is on the path, the checkout only where the package is installed from it.
if importlib.util.find_spec("sample_videos") is None:
    sys.path.append(str(ROOT))

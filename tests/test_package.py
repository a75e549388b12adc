import subprocess
import sys

import pytest

ORDER = """
import importlib, sys
importlib.import_module(sys.argv[1])
print([name for name in sys.modules if name in ("cv2", "av")])
"""


@pytest.mark.parametrize("module", ["posecoach.results.video_writer", "posecoach.capture.video", "posecoach.cli.app"])
def test_opencv_is_loaded_before_pyav(module: str) -> None:
    """Whichever part comes first: the other way round, windows hang on Linux."""
    done = subprocess.run([sys.executable, "-c", ORDER, module], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['cv2', 'av']"

"""Let the tests of parcels find the hands that make them, and those that make Word files."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "formats/word")]

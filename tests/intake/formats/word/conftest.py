"""Let the tests of Word files find the hands that make them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

"""Puts the repository's root on the import path, so that tests can share `tests.factories`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

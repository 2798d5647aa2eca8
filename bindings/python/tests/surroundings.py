"""Where the tests run: the repository, and whether the long suite is wanted."""

import os
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[3]
LONG = os.environ.get("COINCIDE_LONG") == "1"

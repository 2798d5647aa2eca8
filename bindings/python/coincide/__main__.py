"""The command line as `python -m coincide`."""

import sys

from coincide.cli import main

sys.exit(main())

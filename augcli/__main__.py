"""Let ``python -m augcli`` be the same as ``augcli``."""

import os
import sys

# -m looks for modules in the current folder first. There may be a dataset there, with a random.py.
_here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
if sys.path[0] in ("", os.getcwd()) and os.getcwd() != _here:  # noqa: PTH109
    del sys.path[0]

from augcli.cli import main  # noqa: E402

if __name__ == "__main__":
    main()

"""Let ``python -m augcli`` be the same as ``augcli``."""

import os
import sys


def _current_folder() -> str:
    try:
        return os.getcwd()  # noqa: PTH109
    except FileNotFoundError:  # it has been removed
        return ""


# -m looks for modules in the current folder first. There may be a dataset there, with a random.py.
_home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
if sys.path[0] in ("", _current_folder()) and sys.path[0] != _home:
    del sys.path[0]

from augcli.cli import main  # noqa: E402

if __name__ == "__main__":
    main()

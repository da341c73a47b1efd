"""Run tests in a process that has a nursery, which must be forked before there are threads."""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))  # workers import what the tests do
    from augcli.engines import nursery

    nursery.prepare()
    import pytest

    sys.exit(pytest.main(sys.argv[1:]))

"""Run augcli with workers that are started as the first argument says."""

from __future__ import annotations

import multiprocessing
import sys
from multiprocessing.context import BaseContext

from augcli.engines import process


def _chosen() -> BaseContext:
    print(f"workers were started by {sys.argv[1]}", file=sys.stderr)
    return multiprocessing.get_context(sys.argv[1])


if __name__ == "__main__":
    from augcli.cli import main

    process._context = _chosen
    main(sys.argv[2:])

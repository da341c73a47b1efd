"""Run augcli with workers that are started as the first argument says."""

from __future__ import annotations

import sys

from augcli.engines import worker_process


def _chosen() -> str:
    print(f"workers were started by {sys.argv[1]}", file=sys.stderr)
    return sys.argv[1]


if __name__ == "__main__":
    from augcli.cli import main

    worker_process._method = _chosen
    main(sys.argv[2:])

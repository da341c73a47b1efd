"""Run augcli with a resource limit: ``limited.py RLIMIT_NAME NUMBER ARGUMENT ...``."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    raise RuntimeError("needs limits of processes")

import resource

if __name__ == "__main__":
    from augcli.cli import main

    number = int(sys.argv[2])
    resource.setrlimit(getattr(resource, sys.argv[1]), (number, number))
    main(sys.argv[3:])

"""Time augcli beside other programs that do the same work; print Markdown.

``--write`` puts it into docs/performance.md too. Standard library only, see measuring.py.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from pathlib import Path

from bench import Bench
from environment import REQUIREMENTS, ROOT
from parts import PARTS
from report import machine, write


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time augcli beside other programs.")
    parser.add_argument(
        "--data",
        type=Path,
        default=os.environ.get("AUGCLI_BENCH_DATA") or None,
        help="class-folder dataset of photos (default: $AUGCLI_BENCH_DATA, else see README.md)",
    )
    parser.add_argument("--augcli", type=Path, default=Path(sys.executable).with_name("augcli"))
    parser.add_argument("--rounds", type=int, default=5, help="counted ones, after a warm-up")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--cases", nargs="+", choices=PARTS, default=list(PARTS), metavar="CASE")
    parser.add_argument("--peers", nargs="+", metavar="PEER", help="only these (default: all)")
    parser.add_argument("--peer-env", type=Path, default=ROOT / ".venv-bench")
    memory = Path("/dev/shm")
    where = memory if memory.is_dir() else Path(tempfile.gettempdir())
    parser.add_argument("--where", type=Path, default=where, help="parent of the output folders")
    parser.add_argument("--disk", type=Path, default=ROOT / "out", help="the same, for `disk`")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md too")
    return parser.parse_args()


def main() -> None:
    options = parse_arguments()
    # A program that is installed has its bytecode; none is to compile its sources at every start.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that folders are removed
    options.disk.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="augcli-bench-", dir=options.where) as scratch,
        tempfile.TemporaryDirectory(prefix="augcli-bench-", dir=options.disk) as disk,
    ):
        bench = Bench.prepare(options, Path(scratch), Path(disk))
        told = [machine(REQUIREMENTS), bench.about()]
        print("\n\n".join(told), flush=True)
        for name in options.cases:
            print(f"{name}:", file=sys.stderr)
            told.append(PARTS[name](bench))
            print(f"\n{told[-1]}", flush=True)
    if options.write:
        write(ROOT / "docs" / "performance.md", "\n\n".join(told))


if __name__ == "__main__":
    main()

"""What the peers have in common: their command line, the sources, and a pool of processes."""

from __future__ import annotations

import argparse
import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

SUFFIXES = {".jpg", ".jpeg", ".png"}
QUALITY = 90
PNG_LEVEL = 3


@dataclass(frozen=True)
class Task:
    """Make ``copies`` of every image of ``data`` in ``out``; ``size`` None keeps that of each."""

    data: Path
    out: Path
    copies: int
    workers: int
    steps: str
    size: tuple[int, int] | None

    @classmethod
    def of_command_line(cls, about: str | None, steps: tuple[str, ...]) -> Self:
        """Read ``PEER.py DATA OUT --copies N --workers N --steps NAME --size WxH``."""
        parser = argparse.ArgumentParser(
            description=about, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        parser.add_argument("data", type=Path)
        parser.add_argument("out", type=Path)
        parser.add_argument("--copies", type=int, default=5)
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--steps", choices=steps, default=steps[0])
        parser.add_argument("--size", type=_size, help="WxH, pixels")
        return cls(**vars(parser.parse_args()))

    def sources(self) -> list[Path]:
        """Return the sources, with a folder made for the copies of each."""
        found = sorted(p for p in self.data.glob("*/*") if p.suffix.lower() in SUFFIXES)
        for label in {source.parent.name for source in found}:
            (self.out / label).mkdir(parents=True, exist_ok=True)
        return found

    def targets(self, source: Path) -> list[Path]:
        """Return the files of the copies of a source."""
        folder, suffix = self.out / source.parent.name, source.suffix
        return [folder / f"{source.stem}_{copy}{suffix}" for copy in range(1, self.copies + 1)]

    def run(self, work: Callable[[Path], None]) -> None:
        """Do the work on every source, in a pool of processes."""
        sources = self.sources()
        # Forked workers inherit the imported libraries instead of importing them again.
        with multiprocessing.get_context("fork").Pool(self.workers) as pool:
            for _ in pool.imap_unordered(work, sources, chunksize=8):
                pass


def _size(text: str) -> tuple[int, int]:
    width, height = map(int, text.split("x"))
    return width, height

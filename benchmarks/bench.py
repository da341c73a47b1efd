"""What a run of the benchmark has at hand: programs, datasets, folders to write to."""

from __future__ import annotations

import argparse
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

from cases import ONE_PROCESS, SHARES, Case
from environment import HERE, OLD_REQUIREMENTS, ROOT, peer_python
from measuring import Expansion, Runs, images, interleave

SIZES = {"tiny": (20_000, "32x32", "png"), "large": (30, "3000x4000", "jpg")}
NEARBY = ROOT.parent / "shared" / "data" / "clothing"
SAMPLES = ROOT / "sample_images"
CUT = 340, "400x533", "jpg"


@dataclass(frozen=True)
class Bench:
    """Programs, datasets and folders. ``pythons`` has the interpreter of each peer."""

    augcli: Path
    pythons: dict[str, Path]
    photos: Path
    scratch: Path
    disk: Path
    rounds: int
    workers: int
    only: list[str] | None
    _made: dict[str, Path] = field(default_factory=dict)

    @classmethod
    def prepare(cls, options: argparse.Namespace, scratch: Path, disk: Path) -> Bench:
        """Set up what the command line asks for."""
        bench = cls(
            augcli=options.augcli,
            pythons=_interpreters(options.peer_env),
            photos=options.data or (NEARBY if NEARBY.is_dir() else SAMPLES),
            scratch=scratch,
            disk=disk,
            rounds=options.rounds,
            workers=options.workers,
            only=options.peers,
        )
        if bench.photos == SAMPLES:
            bench = replace(bench, photos=bench.make("photos", *CUT))
        if not images(bench.photos):
            sys.exit(f"no class folders with images in {bench.photos}")
        return bench

    def about(self) -> str:
        """Say what was measured, in a sentence or two."""
        cut = ", cut from those of sample_images/" if "photos" in self._made else ""
        rounds = "one round" if self.rounds == 1 else f"medians of {self.rounds} rounds"
        return (
            f"{len(images(self.photos))} photos{cut}; {self.workers} workers; "
            f"{rounds} after a warm-up."
        )

    def data(self, name: str) -> Path:
        """Return a dataset, made if need be."""
        return self.photos if name == "photos" else self.make(name, *SIZES[name])

    def make(self, name: str, count: int, size: str, suffix: str) -> Path:
        """Make a dataset out of the photos, once."""
        if name not in self._made:
            out = self.scratch / "data" / name
            options = ["--count", str(count), "--size", size, "--format", suffix]
            script = [self.pythons["floor"], HERE / "datasets.py"]
            subprocess.run([*script, self.photos, out, *options], check=True)
            self._made[name] = out
        return self._made[name]

    def share(self, name: str, part: int) -> Path:
        """Return one in ``part`` images of a dataset."""
        whole = self.data(name)
        if part == 1:
            return whole
        out = self.scratch / "data" / f"{name}-{part}"
        for source in [] if out.exists() else images(whole)[::part]:
            target = out / source.parent.name / source.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
        return out

    def compare(self, case: Case) -> dict[str, Runs]:
        """Measure augcli and the peers of a case."""
        peers = [peer for peer in case.peers if peer in self.pythons and peer in self.wanted(case)]
        expansions = {"augcli": self.own(case)} | {peer: self.peer(case, peer) for peer in peers}

        def check(expansion: Expansion) -> None:
            size = [case.size] if case.size else []
            script = [self.pythons["floor"], HERE / "check.py"]
            folders = [expansion.data, expansion.out]
            if subprocess.run([*script, *folders, str(case.copies), *size], check=False).returncode:
                sys.exit(f"failed: {expansion.command}")

        return interleave(expansions, self.rounds, check)

    def wanted(self, case: Case) -> list[str]:
        """Return the peers that may take part."""
        return list(case.peers) if self.only is None else self.only

    def own(self, case: Case, workers: int = 0) -> Expansion:
        """Return augcli's expansion of a case."""
        data, out = self.data(case.data), self._out(case)
        flags = [*case.flags, "--workers", str(workers or self.workers)]
        return Expansion([self.augcli, "expand", data, out, *flags], data, out, case.copies)

    def peer(self, case: Case, peer: str, workers: int = 0) -> Expansion:
        """Return a peer's expansion of a case."""
        data, out = self.share(case.data, SHARES.get(peer, 1)), self._out(case)
        script = HERE / "peers" / (f"{peer}.py" if peer == "floor" else f"{peer}_loop.py")
        flags = [*case.options, "--workers", str(workers or self.workers)]
        return Expansion([self.pythons[peer], script, data, out, *flags], data, out, case.copies)

    def processes(self, peer: str) -> int:
        """Return how many processes a program is given."""
        return 1 if peer in ONE_PROCESS else self.workers

    def _out(self, case: Case) -> Path:
        return (self.disk if case.on_disk else self.scratch) / "out"


def _interpreters(environment: Path) -> dict[str, Path]:
    """Return the interpreter of each peer."""
    python = peer_python(environment)
    found = {path.stem.removesuffix("_loop"): python for path in HERE.glob("peers/*.py")}
    try:
        found["imgaug"] = peer_python(environment / "imgaug", OLD_REQUIREMENTS)
    except subprocess.CalledProcessError:
        print("imgaug does not install here: left out", file=sys.stderr)
        del found["imgaug"]
    return found

"""Measure whether ``augcli study`` finds what was planted in drawn pictures, and nothing else.

    python benchmarks/study_planted.py [--seeds 10] [--nulls 40] [--data DATA]

With DATA, ten samples of 1,000 of its photos are studied with flips too. Prints Markdown.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np

import augcli

Picture = Any
ANY = frozenset({"helps", "hurts", "no measurable effect"})
NOTHING = frozenset({"no measurable effect"})


class Case(NamedTuple):
    """Pictures of some classes, the flags to study, and the verdicts that are right, by step."""

    classes: str
    draw: Callable[[str, np.random.Generator], Picture]
    flags: str
    right: dict[str, frozenset[str]]
    each: int = 80
    holdout: Callable[[str, np.random.Generator], Picture] | None = None


def glyph(label: str, generator: np.random.Generator, turn: float = 0.0) -> Picture:
    """A letter or digit at any place, of any colours, size and slight slant."""
    picture: Picture = np.empty((64, 64, 3), np.uint8)
    picture[:] = generator.integers(20, 110, 3)
    scale, thick = float(generator.uniform(1.0, 1.4)), int(generator.integers(2, 5))
    (width, height), _ = cv2.getTextSize(label, cv2.FONT_HERSHEY_SIMPLEX, scale, thick)
    x = (64 - width) // 2 + int(generator.integers(-7, 8))
    y = (64 + height) // 2 + int(generator.integers(-7, 8))
    colour = [int(level) for level in generator.integers(150, 256, 3)]
    cv2.putText(picture, label, (x, y), cv2.FONT_HERSHEY_SIMPLEX, scale, colour, thick)
    angle = turn + float(generator.uniform(-6, 6))
    matrix = cv2.getRotationMatrix2D((31.5, 31.5), angle, 1)
    picture = cv2.warpAffine(picture, matrix, (64, 64), borderMode=cv2.BORDER_REPLICATE)
    return with_noise(picture, generator, 22)


def with_noise(picture: Picture, generator: np.random.Generator, size: float) -> Picture:
    noisy = picture + generator.normal(0, size, picture.shape)
    return noisy.clip(0, 255).astype(np.uint8)


def blot(label: str, generator: np.random.Generator) -> Picture:
    """A picture of one colour, which says the class as far as anything does."""
    middle = {"a": 110, "b": 122, "c": 134}[label]
    picture = np.full((64, 64, 3), middle + generator.normal(0, 9), float)
    return with_noise(picture, generator, 20)


def turned(label: str, generator: np.random.Generator) -> Picture:
    return glyph(label, generator, 35.0)


def noisy(label: str, generator: np.random.Generator) -> Picture:
    return with_noise(glyph(label, generator), generator, 45)


HURTS, HELPS = frozenset({"hurts"}), frozenset({"helps"})
CASES = {
    "letters": Case(
        "bdpq",
        glyph,
        "--horizontal-flip --vertical-flip --brightness 0.2",
        {"horizontal-flip": HURTS, "vertical-flip": HURTS, "brightness": NOTHING},
    ),
    "mirrored labels": Case(
        "bd", glyph, "--horizontal-flip --rotation 3", {"horizontal-flip": HURTS}, 90
    ),
    "a holdout turned by 35 degrees": Case(
        "2345", glyph, "--rotation 45 --brightness 0.2", {"rotation": HELPS}, 80, turned
    ),
    "a holdout with noise": Case(
        "2345",
        glyph,
        "--gaussian-noise 0.2 --brightness 0.1",
        {"gaussian-noise": HELPS | NOTHING, "brightness": NOTHING},
        80,
        noisy,
    ),
    "few photos": Case("bdpq", glyph, "--brightness 0.1 --zoom 0.05", {"brightness": NOTHING}, 12),
}
NULL = Case("abc", blot, "--horizontal-flip --vertical-flip --rotation 10", {}, 70)


def study(case: Case, seed: int, folder: Path) -> Iterator[dict[str, Any]]:
    """Draw the pictures of a case, study them, and yield the rows."""
    generator = np.random.default_rng([seed, *map(ord, case.flags)])
    for name, draw in (("data", case.draw), ("held", case.holdout)):
        if draw is None:
            continue
        for label in case.classes:
            place = folder / name / label
            place.mkdir(parents=True)
            for number in range(case.each):
                cv2.imwrite(str(place / f"{number}.png"), draw(label, generator))
    pipeline = augcli.Pipeline.from_flags(f"{case.flags} --seed {seed}")
    held = folder / "held" if case.holdout else None
    yield from augcli.study(folder / "data", pipeline, holdout=held).to_json()["rows"]


def tell(name: str, case: Case, seeds: int) -> None:
    """Print how many verdicts of single steps were right, and what the steps changed."""
    right = claims = 0
    changes: dict[str, list[float]] = {}
    verdicts: Counter[tuple[str, str]] = Counter()
    for seed in range(seeds):
        claimed = False
        with tempfile.TemporaryDirectory() as folder:
            for row in study(case, seed, Path(folder)):
                claimed |= row["verdict"] in ("helps", "hurts")
                if row["block"] == "alone":
                    verdicts[row["step"], row["verdict"]] += 1
                    changes.setdefault(row["step"], []).append(100 * row["change"])
                    wanted = case.right.get(row["step"], ANY if case.right else NOTHING)
                    right += row["verdict"] in wanted
        claims += claimed
    steps = "; ".join(
        f"{step} {np.mean(some):+.1f}: "
        + ", ".join(f"{n} {said}" for (one, said), n in sorted(verdicts.items()) if one == step)
        for step, some in changes.items()
    )
    verdicts_right = f"{right} of {seeds * len(changes)}"
    print(f"| {name} | {seeds} | {verdicts_right} | {claims} | {steps} |", flush=True)


def power(data: Path) -> None:
    """Print how often flips get which verdict in samples of 1,000 photos."""
    verdicts: Counter[tuple[str, str]] = Counter()
    pipeline = augcli.Pipeline.from_flags("--horizontal-flip --vertical-flip")
    names = sorted(path.relative_to(data).as_posix() for path in data.glob("*/*"))
    for sample in range(10):
        chosen = [names[n] for n in np.random.default_rng(sample).permutation(len(names))[:1000]]
        with tempfile.TemporaryDirectory() as folder:
            for name in chosen:
                link = Path(folder, name)
                link.parent.mkdir(exist_ok=True)
                link.write_bytes((data / name).read_bytes())
            for row in augcli.study(folder, pipeline).to_json()["rows"]:
                verdicts[row["step"], row["verdict"]] += 1
    for (step, said), count in sorted(verdicts.items()):
        print(f"- {step}: {said} in {count} of 10 samples of 1,000 photos")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--nulls", type=int, default=40)
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    print("| pictures | studies | verdicts right | studies with a claim | steps |")
    print("|---|---|---|---|---|")
    for name, case in CASES.items():
        tell(name, case, given.seeds)
    tell("nothing can help", NULL, given.nulls)
    if given.data:
        power(given.data)


if __name__ == "__main__":
    main()

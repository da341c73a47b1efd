"""Measure check-leak on near duplicates planted by Pillow: recall, false pairs, time and memory.

    python benchmarks/leaks.py FOLDER [STRANGERS] [--every N]

The photos of FOLDER are the originals. A changed copy of each is planted among them and the
photos of STRANGERS, once for each kind of change. Prints Markdown.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from measuring import images
from PIL import Image, ImageEnhance, ImageOps

from augcli.similarity.pairs import pairs_between, pairs_within

Change = Callable[[Image.Image, random.Random], Image.Image]


def cropped(picture: Image.Image, draws: random.Random) -> Image.Image:
    """Cut 80 % of the area of the same shape, anywhere."""
    side = 0.8**0.5
    return _cut(picture, side, side, draws)


def cropped_freely(picture: Image.Image, draws: random.Random) -> Image.Image:
    """Cut 80 % of the area of any shape: a side keeps 80 to 100 %."""
    across = draws.uniform(0.8, 1)
    return _cut(picture, across, 0.8 / across, draws)


def _cut(picture: Image.Image, across: float, down: float, draws: random.Random) -> Image.Image:
    width, height = round(picture.width * across), round(picture.height * down)
    left, top = draws.randint(0, picture.width - width), draws.randint(0, picture.height - height)
    return picture.crop((left, top, left + width, top + height))


def turned(picture: Image.Image, draws: random.Random) -> Image.Image:
    """Turn by 3 to 15 degrees; the corners become black."""
    angle = draws.uniform(3, 15) * draws.choice((-1, 1))
    return picture.rotate(angle, Image.Resampling.BICUBIC)


def lit(picture: Image.Image, factor: float) -> Image.Image:
    """Make a picture brighter or darker."""
    return ImageEnhance.Brightness(picture).enhance(factor)


def all_together(picture: Image.Image, draws: random.Random) -> Image.Image:
    """Turn by up to 8 degrees, crop to 85 %, and change the brightness by up to 20 %."""
    some = picture.rotate(draws.uniform(-8, 8), Image.Resampling.BICUBIC)
    return lit(_cut(some, 0.92, 0.92, draws), draws.uniform(0.8, 1.2))


CHANGES: dict[str, Change] = {
    "JPEG again, quality 60 to 90": lambda picture, _: picture,
    "half the size": lambda picture, _: picture.resize(
        (picture.width // 2, picture.height // 2), Image.Resampling.LANCZOS
    ),
    "resized to 224x224": lambda picture, _: picture.resize((224, 224), Image.Resampling.BICUBIC),
    "mirrored": lambda picture, _: ImageOps.mirror(picture),
    "turned by 90 degrees": lambda picture, _: picture.transpose(Image.Transpose.ROTATE_90),
    "turned by 180 degrees": lambda picture, _: picture.transpose(Image.Transpose.ROTATE_180),
    "turned by 3 to 15 degrees": turned,
    "cropped to 80 %, same shape": cropped,
    "cropped to 80 %, any shape": cropped_freely,
    "mirrored and cropped": lambda picture, draws: cropped(ImageOps.mirror(picture), draws),
    "brighter by 25 %": lambda picture, _: lit(picture, 1.25),
    "darker by 25 %": lambda picture, _: lit(picture, 0.75),
    "turned, cropped and lit": all_together,
    "gray": lambda picture, _: picture.convert("L"),
}


def plant(sources: list[Path], change: Change, folder: Path) -> list[Path]:
    """Save a changed copy of each source, always the same ones; return their files."""
    folder.mkdir()
    planted = []
    for number, source in enumerate(sources):
        draws = random.Random(source.name)
        with Image.open(source) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
        planted.append(folder / f"{number:05}.jpg")
        change(picture, draws).save(planted[-1], quality=draws.randint(60, 90))
    return planted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("strangers", type=Path, nargs="?")
    parser.add_argument("--every", type=int, default=1, help="plant copies of every Nth photo")
    given = parser.parse_args()
    sources = images(given.folder)
    strangers = images(given.strangers) if given.strangers else []
    workers = len(os.sched_getaffinity(0))
    start = time.perf_counter()
    false = pairs_within(sources, workers)
    print(f"{len(sources)} photos among themselves: {len(false)} pairs", end=", ")
    print(f"{time.perf_counter() - start:.1f} s on {workers} cores\n")
    print(f"| planted among {len(sources) + len(strangers)} photos | found | lowest score | s |")
    print("|---|---|---|---|")
    some, others = sources[:: given.every], 0
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, change) in enumerate(CHANGES.items()):
            planted = plant(some, change, Path(folder) / str(number))
            start = time.perf_counter()
            found = pairs_between([*sources, *strangers], planted, workers)
            seconds = time.perf_counter() - start
            wanted = set(zip(some, planted, strict=True))
            scores = [pair.score for pair in found if (pair.a, pair.b) in wanted]
            others += len(found) - len(scores)
            share, lowest = len(scores) / len(wanted), min(scores, default=0)
            print(f"| {name} | {share:.3f} | {lowest:.2f} | {seconds:.0f} |", flush=True)
    print(f"\nOther pairs: {others}")


if __name__ == "__main__":
    main()

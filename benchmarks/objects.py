"""Write and read small objects by augcli and by a plain loop of s3fs, in turns."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from functools import partial
from statistics import median
from typing import Any

from augcli.storage.puts import Puts
from augcli.storage.remote.reading import expect, read_object

AHEAD = 16  # objects whose reading has begun before their turn
LARGEST = 100_000  # bytes
SMALLEST = 20_000

Objects = Sequence[tuple[str, bytes]]
"""The URLs and bytes of objects."""


def main() -> None:
    """Print objects a second, the medians of rounds, and the median of the ratios of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", help="s3://BUCKET/FOLDER; AWS_ENDPOINT_URL names another server")
    parser.add_argument("--objects", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    made = [(f"{given.url}/{number}.jpg", _content(number)) for number in range(given.objects)]
    system = _plain_system()
    for what, plain, own in (
        ("written", partial(_write_plainly, system), _write),
        ("read", partial(_read_plainly, system), _read),
    ):
        plain(made), own(made)  # to connect
        rounds = [(_rate(plain, made), _rate(own, made)) for _ in range(given.rounds)]
        slow, fast = (median(rates) for rates in zip(*rounds, strict=True))
        ratio = median(fast / slow for slow, fast in rounds)
        print(f"{what}: s3fs {slow:.0f}/s, augcli {fast:.0f}/s, {ratio:.2f} times as many")


def _content(number: int) -> bytes:
    return os.urandom(SMALLEST + number * 7919 % (LARGEST - SMALLEST))


def _plain_system() -> Any:
    from fsspec import filesystem

    return filesystem("s3", use_listings_cache=False)


def _rate(do: Callable[[Objects], None], made: Objects) -> float:
    start = time.perf_counter()
    do(made)
    return len(made) / (time.perf_counter() - start)


def _write_plainly(system: Any, made: Objects) -> None:
    for url, data in made:
        system.pipe_file(url, data)


def _write(made: Objects) -> None:
    with Puts() as puts:
        for url, data in made:
            puts.put(url, data)


def _read_plainly(system: Any, made: Objects) -> None:
    for url, data in made:
        assert system.cat_file(url) == data


def _read(made: Objects) -> None:
    for number, (url, data) in enumerate(made):
        for coming, content in made[number : number + AHEAD]:
            expect(coming, f"{len(content)}")
        assert read_object(url, LARGEST) == data


if __name__ == "__main__":
    main()

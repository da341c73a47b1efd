"""Check an output against its record: its recipe, its bytes and its picture."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from augcli.errors import SourceProblem
from augcli.expansion.deep_check import DeepCheck
from augcli.expansion.output.record import Record
from augcli.expansion.verify_report import Difference
from augcli.pipeline.recipe_check import check_recipe


def odd_recipe(record: Record) -> Difference | None:
    """Return the difference of a record whose recipe augcli did not write."""
    try:
        check_recipe(record["recipe"])
    except (ValueError, RecursionError) as error:
        text = f"has a recipe that augcli did not write: {error}"
        return Difference(record["file"], "recipe", text)
    return None


def differences_of(record: Record, data: bytes, deep: DeepCheck | None) -> Iterator[Difference]:
    """Yield what differs between a record and the bytes of its file.

    With ``deep`` the output is also made again.
    """
    from augcli.imaging.codec.decode import decode  # loads Pillow, which --help never needs

    file = record["file"]
    if len(data) != record["bytes"]:
        yield Difference(file, "size", f"has {len(data)} bytes, not {record['bytes']}")
    elif hashlib.sha256(data).hexdigest() != record["sha256"]:
        yield Difference(file, "hash", "has other content than the manifest says")
    try:
        frame = decode(data, record["width"] * record["height"]).frame
    except SourceProblem as problem:
        yield Difference(file, problem.reason, problem.text)
        return
    if (frame.width, frame.height) != (record["width"], record["height"]):
        yield Difference(file, "frame", f"is {frame.width}x{frame.height}")
    if deep:
        yield from deep.check(record, data)

"""Check that OUT may be written to, and empty it of an earlier run."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

from augcli.dataset.parts import Part
from augcli.errors import EnvironmentFailure, UsageProblem, path_error
from augcli.expansion.output.labels_file import LABELS
from augcli.expansion.output.listed_files import remove_files
from augcli.expansion.output.manifest import SKIPPED
from augcli.expansion.output.record import parse
from augcli.expansion.output.record_files import (
    MANIFEST,
    is_of_manifest_shard,
    lines_of,
    manifest_shards_in,
    marker_path,
    records_of_files,
    records_path,
)
from augcli.expansion.output.run_file import RUN_FILE, part_in, read_run_file, write_run_file
from augcli.expansion.output.settings import differences
from augcli.expansion.output.sharding import Sharding, flags_of_shards
from augcli.storage.files import make_folders, remove
from augcli.storage.remote.scheme import is_url
from augcli.storage.sweep import sweep
from augcli.storage.temp_names import TEMP_PREFIX

_AT_ONCE = 1000  # files to remove, of as many as there may be

OWN_FILES = (RUN_FILE, MANIFEST, SKIPPED, LABELS)


@lru_cache  # not of all names: without classes, each may be another
def is_own(name: str) -> bool:
    """Return True if a name directly in OUT is that of a file of augcli, in any case."""
    return name.casefold() in OWN_FILES or is_of_manifest_shard(name)


def check_is_no_stream(out: Path) -> None:
    """Raise UsageProblem if OUT is typed as - is for commands that write to standard output."""
    if str(out) == "-":
        raise UsageProblem(
            "- stands for standard output, and the output is a folder", "give the name of a folder"
        )


def check_apart(data: Path, out: Path, ending: str = "augmented") -> None:
    """Refuse an OUT that is DATA, inside DATA, or around DATA: the input is never written to.

    The way out names a folder beside DATA, with an ``ending``.
    """
    check_is_no_stream(out)
    inner, outer = out.resolve(), data.resolve()
    if inner == outer:
        problem = f"{out} is the dataset itself"
    elif inner.is_relative_to(outer):
        problem = f"{out} is inside the dataset {data}"
    elif outer.is_relative_to(inner):
        problem = f"{out} holds the dataset {data}"
    else:
        return
    raise UsageProblem(problem, f"choose a folder beside it, such as {data.resolve()}-{ending}")


def check_holds(out: Path, sharding: Sharding | None) -> None:
    """Refuse a manifest that is one file behind a URL. Raises UsageProblem."""
    if is_url(out) and sharding is None:
        raise UsageProblem(
            f"{out}: a server can't add lines to a manifest that is one file",
            "run expand with --shard-count, which makes many, or use a folder on this machine",
        )


def check_claim(
    out: Path, settings: dict[str, Any], part: Part | None, *, fewer: bool = False
) -> bool:
    """Return True if OUT holds that part of a run with these settings; False if it is empty.

    The run need not have finished. With ``fewer`` it may have more copies than are asked for.

    Raises:
        UsageProblem: OUT holds anything else.
    """
    found = run_in(out)
    if found is None:
        return False
    _check_same(out, found["settings"], settings)
    _check_same_part(out, found, part)
    before, now = found["settings"]["copies"], settings["copies"]
    if not fewer and before is not None and now is not None and now < before:
        raise UsageProblem(
            f"{out} has {before} copies of each image, more than --copies {now}",
            "add --prune to remove the copies above that, or give another folder for OUT",
        )
    return True


def run_in(out: Path) -> dict[str, Any] | None:
    """Return the run file of OUT, None if OUT is new or empty. Raises UsageProblem if neither."""
    if out.exists() and not out.is_dir():
        raise UsageProblem(f"{out} is a file, not a folder", "give a new or empty folder for OUT")
    found = read_run_file(out)
    there = out.iterdir() if found is None and out.is_dir() else ()
    if not all(one.name.startswith(TEMP_PREFIX) for one in there):
        raise UsageProblem(
            f"{out} is not empty, and augcli did not write it",
            "give a new or empty folder for OUT",
        )
    return found


def check_own_files(out: Path) -> None:
    """Raise UsageProblem if a pipe, a folder or the like is in the place of a file of augcli."""
    if is_url(out):
        return  # an object is nothing else
    for name in OWN_FILES:
        if os.path.lexists(out / name) and not (out / name).is_file():
            raise UsageProblem(
                f"{out / name} is not a regular file, as augcli writes it",
                "move it away and run the same command again",
            )


def _check_same(out: Path, old: dict[str, Any], new: dict[str, Any]) -> None:
    same, shards, asked = "the same settings", flags_of_shards(old), flags_of_shards(new)
    if shards != asked:
        flags = re.findall(r"(--\S+) (\S+)", asked)
        others = " ".join(f"{flag} {value}" for flag, value in flags if flag not in shards)
        without = f"without {others}" if others else ""
        same += f" ({', '.join(filter(None, (shards, without)))})"
    hint = f"give another folder for OUT, {same}, or --overwrite to start anew"
    if changed := "; ".join(differences(old, new)):
        raise UsageProblem(f"{out} was made with other settings: {changed}", hint)


def _check_same_part(out: Path, run: dict[str, Any], part: Part | None) -> None:
    before = part_in(run)
    if "merge" in run:
        raise UsageProblem(
            f"{out} holds a merge that has not finished",
            "type the same augcli merge again, or --overwrite to start anew",
        )
    if before == part:
        return
    hint = "give each part a folder of its own, or --overwrite to start anew"
    if part is None:
        hint = "give another folder for OUT, or join the parts: augcli merge --help"
    was, now = ("the whole run" if one is None else f"part {one}" for one in (before, part))
    raise UsageProblem(f"{out} holds {was}, not {now}", hint)


def begin(out: Path, settings: dict[str, Any], facts: Mapping[str, Any]) -> None:
    """Write an unfinished run file to OUT. Raises UsageProblem or EnvironmentFailure."""
    with _told_of_out(out):
        write_run_file(out, settings, None, facts)


def make_out(out: Path) -> None:
    """Make the folder OUT. Raises UsageProblem or EnvironmentFailure."""
    with _told_of_out(out):
        make_folders(out)


@contextmanager
def _told_of_out(out: Path) -> Iterator[None]:
    """Turn a failure to make OUT into a UsageProblem if its path can't be right as typed."""
    try:
        yield
    except EnvironmentFailure as error:
        if is_url(out):  # a bucket may be missing that is right as typed
            raise
        hint = "give another path for OUT"
        raise path_error(error.problem, hint, error.__cause__) from error


def is_finished(out: Path) -> bool:
    """Return True if the last run in OUT finished."""
    found = read_run_file(out)
    return found is not None and found.get("totals") is not None


def empty(out: Path, unlisted: Iterable[str]) -> None:
    """Remove what an earlier run made, and nothing else.

    Those are the files that its records name, and ``unlisted``: the names of copies that a killed
    run may have made without listing them yet. Shards that are one file each are left alone.
    """
    found = read_run_file(out)
    if found is None:
        return
    sweep(out)
    shards = [*manifest_shards_in(out)]
    for shard in shards:  # first: a shard whose images are gone is not whole
        remove(marker_path(out, shard), out)
    is_packed = found["settings"].get("layout", "folder") != "folder"
    files = iter(()) if is_packed else chain(_listed(out), unlisted)
    while some := list(islice(files, _AT_ONCE)):
        remove_files(out, some)
    for shard in shards:
        remove(records_path(out, shard), out)
    for name in OWN_FILES:
        (out / name).unlink(missing_ok=True)


def _listed(out: Path) -> Iterator[str]:
    """Yield the files in folders that sound records name."""
    for path in records_of_files(out):
        yield from (found[0] for line in lines_of(path) if (found := parse(line)))

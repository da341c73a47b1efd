"""Check where DATA comes from: not from augcli, and the same dataset as before."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from augcli.dataset.listing import shown_folders
from augcli.errors import AugcliError, EnvironmentFailure, UsageProblem
from augcli.expansion.output.record_files import records
from augcli.expansion.output.run_file import read_run_file
from augcli.storage.remote.listing import is_object
from augcli.storage.remote.scheme import is_url
from augcli.storage.shards.contents import size_inside
from augcli.storage.spellings import locate


def check_not_made_by_augcli(data: Path) -> None:
    """Refuse a DATA that is an OUT of augcli, is inside one, or has one among its folders.

    Copies of copies are seldom wanted: they are further from the photos than any range allows.
    """
    folders = shown_folders(data) if data.is_dir() else []  # it may be a shard
    with suppress(UsageProblem):  # another program's; but one that may not be read is told
        read_run_file(data)
    if _is_output(data):
        problem = f"{data} is an OUT of augcli: its images are copies already"
    elif above := next(filter(_is_output, data.resolve().parents), None):
        problem = f"{data} is in {above}, an OUT of augcli: its images are copies already"
    elif below := next((one for one in folders if _is_output(data / one)), None):
        problem = f"{data / below} is an OUT of augcli: its images are copies already"
    else:
        return
    raise UsageProblem(
        problem, "give the dataset that it was made from, or --again to make copies of copies"
    )


def check_same_dataset(out: Path, data: Path) -> None:
    """Refuse an OUT if not one source of its copies is in DATA. Raises UsageProblem."""
    seen: set[str] = set()
    for record in records(out):
        if record is None or record["source"] in seen:
            continue
        if _may_be_there(data, record["source"]):
            return
        seen.add(record["source"])
    if seen:
        raise UsageProblem(
            f"{out} was made from another dataset: none of its {len(seen)} sources is in {data}, "
            f"such as {min(seen)}",
            "give another folder for OUT, or --overwrite to remove those copies first",
        )


def check_not_inside(out: Path) -> None:
    """Refuse an OUT that lies in another one, whose manifest would not list its files."""
    if above := next(filter(_is_listed, out.resolve().parents), None):
        raise UsageProblem(
            f"{out} is in {above}, an OUT of augcli, which may hold only what its manifest lists",
            "give a folder beside it for OUT",
        )


def _is_listed(folder: Path) -> bool:
    """Return True if the files of a folder are listed by a manifest of augcli."""
    try:
        return read_run_file(folder) is not None
    except EnvironmentFailure:
        if is_url(folder):  # the server of OUT, which is asked once if it is silent
            raise
        return False
    except (AugcliError, OSError):
        return False


def _is_output(folder: Path) -> bool:
    """Return True if a folder holds copies of augcli, not only originals as split puts them."""
    try:
        run = read_run_file(folder)
        return run is not None and run["settings"]["copies"] != 0
    except (AugcliError, OSError):  # it can't be read, or another program's
        return False


def _may_be_there(data: Path, source: str) -> bool:
    path = locate(data, source)
    if is_url(path):
        return is_object(path)
    try:
        os.lstat(path)
    except NotADirectoryError:
        return size_inside(path) is not None
    except FileNotFoundError:
        return False
    except (OSError, ValueError):  # a folder that may not be entered; a name of another system
        return True
    return True

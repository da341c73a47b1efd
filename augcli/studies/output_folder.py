"""Check the folder that a study writes to before any work, and tell what it holds."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from augcli.errors import EnvironmentFailure, UsageProblem, path_error
from augcli.expansion.output.folder import check_apart
from augcli.storage.files import make_folders
from augcli.storage.temp_names import TEMP_PREFIX
from augcli.studies.feature_store import FOLDER

REPORT = "study.json"
"""The file by which a folder is known as that of a study."""

_FILES = (REPORT, "study.txt", "study.png", "study.html", "strengths.png")
_HINT = "give another folder"


def check_out(out: Path, inputs: Iterable[Path]) -> None:
    """Check that a study may write to a folder: it is none of its inputs, and free or its own.

    Raises:
        UsageProblem: it is anything else.
    """
    for one in inputs:
        check_apart(one, out, "study")
    if os.path.lexists(out) and not out.is_dir():
        raise UsageProblem(f"{out} is not a folder, and a study writes to one", _HINT)
    if out.is_dir() and not _may_take(out):
        raise UsageProblem(f"{out} is not empty, and no study has written it", _HINT)
    for name in _FILES:
        if os.path.lexists(out / name) and not (out / name).is_file():
            raise UsageProblem(f"{out / name} is not a file, as a study writes it", _HINT)
    if os.path.lexists(out / FOLDER) and not (out / FOLDER).is_dir():
        raise UsageProblem(f"{out / FOLDER} is not a folder, as a study writes it", _HINT)


def make_out(out: Path) -> None:
    """Make the folder, if it is not there, and see that files can be written to it.

    Raises:
        UsageProblem: its path can't be right as typed.
        EnvironmentFailure: there is no permission, or the disk is full or broken.
    """
    try:
        make_folders(out)
        with tempfile.TemporaryFile(dir=out):
            pass
    except EnvironmentFailure as error:
        raise path_error(error.problem, _HINT, error.__cause__) from error
    except OSError as error:
        raise path_error(f"cannot write to {out}: {error.strerror}", _HINT, error) from error


def holds_finished(out: Path) -> bool:
    """Return True if a folder has the report of a study that finished."""
    return bool(_report(out).get("finished"))


def _may_take(out: Path) -> bool:
    """Return True if a folder is empty, or a study has written it, even one without a report."""
    others = _names(out)
    if others == [FOLDER] and (out / FOLDER).is_dir():
        return all(re.fullmatch(r"[0-9a-f]{32}\.npz", name) for name in _names(out / FOLDER))
    return not others or {"schema", "rows", "baseline"} <= _report(out).keys()


def _names(folder: Path) -> list[str]:
    """Return what is in a folder, but for what a killed run left."""
    return [one.name for one in folder.iterdir() if not one.name.startswith(TEMP_PREFIX)]


def _report(out: Path) -> dict[str, Any]:
    """Return the report of a study, as ``--json`` prints it; empty if there is none."""
    try:
        found = json.loads((out / REPORT).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}

"""The run file: the settings of a run, and its totals once it has finished."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeGuard

from augcli.dataset.parts import Part
from augcli.errors import UsageProblem
from augcli.expansion.output.record import MOST_COPIES
from augcli.expansion.output.settings import fingerprint
from augcli.imaging.processor import processor_kind
from augcli.storage.files import write_if_changed
from augcli.storage.read import open_record
from augcli.storage.remote.scheme import is_url

RUN_FILE = "augcli.json"

# 2 January 1980: zip files hold no earlier dates.
_LONG_AGO = 315_619_200
_ON_TOP = ("version", "seed", "pipeline")


def read_run_file(out: Path) -> dict[str, Any] | None:
    """Return the run file, with all settings in one dictionary; None if there is none.

    Raises:
        UsageProblem: the file is damaged, or not from augcli.
    """
    path = out / RUN_FILE
    found: Any
    try:
        with open_record(path) as stream:
            found = json.load(stream)
    except FileNotFoundError:
        return None
    except (ValueError, RecursionError):
        found = None
    if not _is_run_file(found):
        raise UsageProblem(
            f"{path} is damaged: it is not the run file of an expansion",
            "expand into another folder, or move that file away with what it describes",
        )
    found["settings"] |= {key: found.pop(key, None) for key in _ON_TOP}
    return found


def _is_run_file(found: object) -> TypeGuard[dict[str, Any]]:
    if not isinstance(found, dict) or not isinstance(found.get("settings"), dict):
        return False
    steps, totals = found.get("pipeline"), found.get("totals")
    staged = isinstance(steps, list) and all(isinstance(step, dict) and step for step in steps)
    counted = totals is None or (isinstance(totals, dict) and type(totals.get("copies")) is int)
    copies = found["settings"].get("copies")
    has_target = any(found["settings"].get(key) for key in ("balance", "target_per_class", "total"))
    numbered = type(copies) is int and 0 <= copies <= MOST_COPIES
    numbered = numbered or (copies is None and has_target)
    kinds = found.get("processors", [])
    named = isinstance(kinds, list) and all(isinstance(kind, str) for kind in kinds)
    mixing = found.get("mixing", {"left_out": {}})
    parted = "part" not in found or _is_part(found["part"])
    return staged and counted and numbered and named and _is_mixing(mixing) and parted


def _is_mixing(found: object) -> bool:
    left_out = found.get("left_out") if isinstance(found, dict) else None
    return isinstance(left_out, dict) and all(isinstance(one, str) for one in left_out.values())


def _is_part(found: object) -> bool:
    if not isinstance(found, dict) or not isinstance(found.get("fruitless"), list):
        return False
    number, count = found.get("number"), found.get("count")
    numbered = type(number) is int and type(count) is int and 1 <= number <= count
    texts = [found.get("dataset"), found.get("basis", ""), *found["fruitless"]]
    return numbered and all(isinstance(one, str) for one in texts)


def part_in(run: Mapping[str, Any]) -> Part | None:
    """Return which part of how many the run of a run file is, None if it is whole."""
    part = run.get("part")
    return Part(part["number"], part["count"]) if part else None


def other_processors(run: dict[str, Any] | None) -> list[str]:
    """Return the kinds of processors that made files of a run and are not this one's kind."""
    kinds = run.get("processors", []) if run else []
    return [kind for kind in kinds if kind != processor_kind()]


def facts_of(out: Path, mixing: Mapping[str, Any] | None, *processors: str) -> dict[str, Any]:
    """Return what a run file says beside the settings and totals: processors and mixing.

    ``processors`` are added to the kinds that made files in OUT before.
    """
    before = (read_run_file(out) or {}).get("processors", [])
    mixed = {"mixing": mixing} if mixing else {}
    return {"processors": sorted({*before, *processors}), **mixed}


def run_file(
    settings: dict[str, Any], totals: dict[str, Any] | None, facts: Mapping[str, Any]
) -> bytes:
    """Return the content of a run file, as :func:`write_run_file` writes it."""
    run = {
        **{key: settings[key] for key in _ON_TOP},
        "settings": {key: value for key, value in settings.items() if key not in _ON_TOP},
        "fingerprint": fingerprint(settings),
        **facts,
        "totals": totals,
    }
    return (json.dumps(run, indent=2) + "\n").encode()


def write_run_file(
    out: Path,
    settings: dict[str, Any],
    totals: dict[str, Any] | None,
    facts: Mapping[str, Any],
) -> None:
    """Write the run file, unless it has that content, and date it.

    ``totals`` is None in an unfinished run. A finished run's file is dated now; until then it is
    older than all sources, so that ``make`` takes it for out of date, however the run ended.

    ``facts`` is what else it says: ``processors``, the kinds that made its files; ``mixing``, which
    sources were left out as partners; ``part``, which part of a larger run it is. The version, the
    seed and the pipeline are put first, because people look for them.
    """
    path = out / RUN_FILE
    write_if_changed(path, run_file(settings, totals, facts))
    if is_url(path):
        return  # nobody can date an object
    with suppress(OSError):  # a finished run on a read-only disk has nothing else to write
        os.utime(path, None if totals is not None else (_LONG_AGO, _LONG_AGO))

"""Read which run made a folder, for commands that need an earlier one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from augcli.dataset.source import Source
from augcli.errors import AugcliError, UsageProblem
from augcli.expansion.output.folder import check_own_files
from augcli.expansion.output.record_files import records
from augcli.expansion.output.run_file import RUN_FILE, read_run_file
from augcli.expansion.output.settings import Settings
from augcli.storage.limits import Limits
from augcli.storage.read import find_digest


def run_of(out: Path) -> dict[str, Any]:
    """Return the run file of an expansion. Raises UsageProblem if there is none."""
    run = None
    if out.is_dir():
        check_own_files(out)
        run = read_run_file(out)
    if run is None:
        raise UsageProblem(
            f"{out} is not the output of an expansion: it has no {RUN_FILE}",
            "give the OUT of an augcli expand",
        )
    return run


def settings_of(out: Path, run: dict[str, Any]) -> Settings:
    """Return the settings of a run. Raises UsageProblem if this version doesn't know them."""
    try:
        return Settings.of_json(run["settings"])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UsageProblem(
            f"{out / RUN_FILE} keeps settings that this version of augcli doesn't know",
            "use the version of augcli that it names",
        ) from error


def recorded_splits(out: Path, sources: Iterable[Source]) -> dict[str, str]:
    """Return the split of each source that a run split before, by name; none if none did.

    A source that has another name now, as its bytes tell, keeps its split too: its old outputs stay
    until they are pruned, and must not be on another side.

    A damaged run file or manifest is left to those who check OUT.
    """
    try:
        run = read_run_file(out)
    except AugcliError:
        return {}
    if run is None or not run["settings"].get("split"):
        return {}
    paths = {source.name: source.path for source in sources}
    splits, gone = {}, {}
    for record in records(out):
        if record and "split" in record:
            splits[record["source"]] = record["split"]
            if record["source"] not in paths:
                gone[record["source_sha256"]] = record["split"]
    for name in sorted(paths.keys() - splits.keys()) if gone else ():
        if split := gone.get(find_digest(paths[name], Limits.bytes)):
            splits[name] = split
    return splits

"""Find the shards at the root of a dataset."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from augcli.dataset.layout import has_image
from augcli.dataset.links import Links
from augcli.dataset.listing import scanned, shown_folders
from augcli.dataset.machine_names import is_hidden
from augcli.errors import UsageProblem
from augcli.storage.remote.entry import Entry, RemoteEntry
from augcli.storage.remote.scheme import chain_of
from augcli.storage.remote.url import as_path
from augcli.storage.shards.contents import PARQUET, is_shard, is_shard_name


def shards_at(root: Path, *, follow_links: bool) -> dict[Path, str]:
    """Return the shards at a root, itself or files in it, each with the reason not to read it.

    The reason is empty but for links. Parquet files beside images in folders are no shards: they
    are tables of other things. Raises EnvironmentFailure if the root can't be listed, and
    UsageProblem if it is in an archive.
    """
    if not root.is_dir():
        return {root: ""} if is_shard(root) else {}
    links = Links(root, follow_links)
    with scanned(root) as entries:
        found = {
            as_path(entry.path): links.problem(entry, ()) if entry.is_symlink() else ""
            for entry in entries
            if not is_hidden(entry.name) and _is_shard(entry)
        }
    tables = [path for path in found if path.name.lower().endswith(PARQUET)]
    if tables and any(has_image(root / one) for one in shown_folders(root)):
        found = {path: problem for path, problem in found.items() if path not in tables}
    if found and chain_of(str(root)):
        raise UsageProblem(
            f"{root} holds shards ({min(found).name}), which are not read in an archive",
            "unpack the archive first",
        )
    return found


def _is_shard(entry: Entry) -> bool:
    if isinstance(entry, RemoteEntry):
        return not entry.folder and is_shard_name(entry.name)
    return is_shard(entry.path)


def check_library(shards: Iterable[Path]) -> None:
    """Raise UsageProblem if the library for one of some shards is not installed."""
    table = next((one for one in shards if one.name.lower().endswith(PARQUET)), None)
    if table and find_spec("pyarrow") is None:
        raise UsageProblem(
            f"{table} needs pyarrow, which is not installed",
            "type: pip install 'augcli[parquet]'",
        )

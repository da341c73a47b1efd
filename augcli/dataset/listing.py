"""List a folder: what is in it by name, and which names some file systems take for the same."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path

from augcli.dataset.machine_names import is_hidden
from augcli.errors import EnvironmentFailure
from augcli.storage.local_files import cannot
from augcli.storage.names import canonical, merging_key
from augcli.storage.remote.entry import Entry
from augcli.storage.remote.listing import scan_folder
from augcli.storage.remote.scheme import is_url


@contextmanager
def scanned(folder: Path | str) -> Iterator[Iterator[Entry]]:
    """Yield what is in a folder, in no order. Raises EnvironmentFailure if it can't be listed."""
    try:
        if is_url(folder):
            yield scan_folder(str(folder))
            return
        with os.scandir(folder) as entries:
            yield entries
    except OSError as error:
        raise cannot("list", folder, error) from error


def entries_of(folder: Path | str) -> list[tuple[str, Entry]]:
    """Return what is in a folder with its name, sorted by name.

    Names are in Unicode normal form C. Where two would be the same in it, each stays as it is.
    Raises EnvironmentFailure.
    """
    with scanned(folder) as entries:
        found = list(entries)
    names = [canonical(entry.name) for entry in found]
    if len(set(names)) < len(names):
        count = Counter(names)
        pairs = zip(names, found, strict=True)
        names = [name if count[name] == 1 else entry.name for name, entry in pairs]
    return sorted(zip(names, found, strict=True), key=itemgetter(0))


def is_folder(entry: Entry) -> bool:
    """Return True for a folder, or a link to one."""
    try:
        return entry.is_dir()
    except OSError:  # a link in a circle, or to where nobody may look
        return False


def has_file(folder: Entry) -> bool:
    """Return True if a folder, or one in it, has a file that isn't hidden or made by a system.

    Links count as files, and so do folders that can't be listed: there may be one in them.
    """
    waiting = [folder]
    while waiting:
        folder = waiting.pop()
        if folder.is_symlink():
            return True
        try:
            with scanned(folder.path) as entries:
                for entry in entries:
                    if is_hidden(entry.name):
                        continue
                    if not is_folder(entry):
                        return True
                    waiting.append(entry)
        except EnvironmentFailure:
            return True
    return False


def shown_folders(folder: Path | str, *, empty: bool = False) -> list[str]:
    """Return the names of the folders in a folder that hold files, without hidden ones.

    With ``empty``, those that hold none are there too. Raises EnvironmentFailure.
    """
    return [
        name
        for name, entry in entries_of(folder)
        if not is_hidden(name) and is_folder(entry) and (empty or has_file(entry))
    ]


def alike(names: Collection[str]) -> Iterator[tuple[str, ...]]:
    """Yield the groups of names that some file systems take for the same."""
    keys = [merging_key(name) for name in names]
    if len(set(keys)) == len(keys):
        return
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for name, key in zip(names, keys, strict=True):
        groups[key].append(name)
    yield from (tuple(group) for group in groups.values() if len(group) > 1)

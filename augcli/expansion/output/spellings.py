"""Give outputs back the names of their records, after a trip that changed the normal form."""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path

from augcli.expansion.output.listed_files import inside
from augcli.storage.local_files import cannot
from augcli.storage.remote.scheme import is_url
from augcli.storage.spellings import other_spellings


def restore_spellings(out: Path, files: Iterable[str]) -> None:
    """Rename the files of a manifest, and their folders, that are spelled otherwise in OUT.

    A name that is itself recorded is left: two classes may differ in their normal form only. So is
    a server, which keeps names as they are.

    Raises:
        EnvironmentFailure: a file can't be renamed.
    """
    if is_url(out):
        return
    spelled = (file.split("/") for file in files if not file.isascii())
    recorded = {name for parts in spelled for name in accumulate(parts, "{}/{}".format)}
    listed: dict[str, dict[str, str]] = {}
    for name in sorted(recorded):  # folders before what is in them
        folder, _, own = name.rpartition("/")
        above = f"{out}/{folder}" if folder else str(out)
        if own.isascii() or os.path.lexists(f"{out}/{name}") or not inside(out, name):
            continue
        if above not in listed:
            listed[above] = other_spellings(above)
        other = listed[above].get(own)
        if other and f"{folder}/{other}".lstrip("/") not in recorded:
            _rename(f"{above}/{other}", f"{above}/{own}")


def _rename(path: str, name: str) -> None:
    try:
        Path(path).rename(name)
    except OSError as error:
        raise cannot("rename", path, error) from error

"""Write archives for tests."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

Members = Iterable[tuple[str, bytes]]


def write_zip(path: Path, members: Members, method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write a zip with these files, also two of one name."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return path


def write_tar(path: Path, members: Members, compression: str = "") -> Path:
    """Write a tar with these files; ``compression`` is gz, bz2 or xz."""
    with tarfile.open(path, f"w:{compression}") as archive:  # type: ignore[call-overload]  # any text
        for name, data in members:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def files_of(folder: Path) -> list[tuple[str, bytes]]:
    """Return the files of a folder, with their names below it."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths]

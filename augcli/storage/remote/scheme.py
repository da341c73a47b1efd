"""Tell URLs from paths, by their schemes, and split and join them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ARCHIVES = ("zip", "tar")
"""The schemes of what is inside an archive: ``zip://FOLDER::ARCHIVE``, as fsspec writes it."""

_ENDINGS = {"zip": (".zip",), "tar": (".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz")}
_KINDS_OF_REPOSITORY = ("datasets", "spaces", "models", "buckets")  # of Hugging Face
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def is_url(path: Path | str) -> bool:
    """Return True if a path is a URL: it has ``://`` after a scheme."""
    return "://" in str(path) and _SCHEME.match(str(path)) is not None


def scheme_of(url: str) -> str:
    """Return the scheme of a URL, in lower case."""
    return url.partition("://")[0].lower()


def with_plain_scheme(url: str) -> str:
    """Return a URL with its scheme in lower case, as fsspec knows it."""
    _, mark, rest = url.partition("://")
    return f"{scheme_of(url)}{mark}{rest}"


def depth_of_top(parts: Sequence[str]) -> int:
    """Return how many parts of a URL name its bucket, repository or server, with its scheme.

    The first part is the scheme, with its colon.
    """
    if parts[0] != "hf:":
        return 2
    return 4 if parts[1:] and parts[1] in _KINDS_OF_REPOSITORY else 3  # hf://USER/NAME is a model


class Chain(NamedTuple):
    """A URL into an archive: the ``kind`` of archive, what is ``inside``, the ``archive`` itself.

    The archive is a path on this machine, or a URL.
    """

    kind: str
    inside: str
    archive: str

    def __str__(self) -> str:
        return f"{self.kind}://{self.inside}::{self.archive}"


def chain_of(url: str) -> Chain | None:
    """Return the parts of a URL into an archive; None if it is another URL."""
    # From the right: files in archives may have :: in their names.
    first, mark, archive = url.rpartition("::")
    kind, _, inside = first.partition("://")
    kind = kind.lower()
    return Chain(kind, inside.strip("/"), archive) if mark and kind in ARCHIVES else None


def archive_kind(name: str) -> str:
    """Return the scheme for what is inside an archive, by its file name; "" if it is none."""
    low = name.lower()
    return next((kind for kind, endings in _ENDINGS.items() if low.endswith(endings)), "")


def below(folder: Path | str, name: str) -> str:
    """Return the path or URL of what has a name below a folder."""
    text = str(folder)
    if "::" in text and (chain := chain_of(text)):
        return str(chain._replace(inside=f"{chain.inside}/{name}".lstrip("/")))
    return f"{text}/{name}"


def split(url: str) -> tuple[str, str]:
    """Return the URL of the folder that something is in, and its name there."""
    if chain := chain_of(url):
        above, _, name = chain.inside.rpartition("/")
        return str(chain._replace(inside=above)), name
    above, _, name = url.rstrip("/").rpartition("/")
    return above, name

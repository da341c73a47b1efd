"""Which schemes of URLs are read and written, what each needs, and its file system."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from augcli.errors import UsageProblem
from augcli.storage.remote.failures import unreachable
from augcli.storage.remote.scheme import ARCHIVES, Chain, chain_of, is_url, scheme_of

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem


class Backend(NamedTuple):
    """What reads the URLs of a scheme: a ``module``, which comes with an ``extra`` of augcli."""

    extra: str
    module: str


_AZURE, _GOOGLE = Backend("az", "adlfs"), Backend("gs", "gcsfs")
_HTTP, _SFTP = Backend("http", "aiohttp"), Backend("sftp", "paramiko")
BACKENDS = {
    "s3": Backend("s3", "s3fs"),
    "gs": _GOOGLE,
    "gcs": _GOOGLE,
    "az": _AZURE,
    "abfs": _AZURE,
    "hf": Backend("hf", "huggingface_hub"),
    "sftp": _SFTP,
    "http": _HTTP,
    "https": _HTTP,
    "memory": Backend("s3", "fsspec"),
}
"""The backends by the scheme of their URLs."""

_READ_ONLY = ("hf", "http", "https", *ARCHIVES)

# Failures are met in one place, persist(), and not by three libraries one inside the other.
_S3 = {"max_pool_connections": 20, "retries": {"max_attempts": 1, "mode": "standard"}}
_NO_CACHE = {"use_listings_cache": False}  # listings are kept in listing.py
# Parts of a large object at once: each is held in memory, 50 MB of it.
_OPTIONS = {"s3": {"config_kwargs": _S3, "max_concurrency": 4, **_NO_CACHE}, "sftp": {}}

_kept: dict[tuple[int, str, str], AbstractFileSystem] = {}


def check_scheme(url: str) -> None:
    """Check that URLs like this one can be read here, without asking the server.

    Raises:
        UsageProblem: the scheme is none that is read, or what reads it is not installed.
    """
    if chain := chain_of(url):
        _check_archive(chain)
        return
    scheme = scheme_of(url)
    backend = BACKENDS.get(scheme)
    if backend is None:
        raise UsageProblem(
            f"{url}: augcli reads no {scheme}:// URLs",
            f"give a folder, or a URL with one of {', '.join((*BACKENDS, *ARCHIVES))}",
        )
    if not url.partition("://")[2].strip("/"):
        raise UsageProblem(
            f"{url} names no bucket or server", f"for example: {scheme}://BUCKET/FOLDER"
        )
    if find_spec("fsspec") is None or find_spec(backend.module) is None:
        raise UsageProblem(
            f"{url} needs {backend.module}, which is not installed",
            f"type: pip install 'augcli[{backend.extra}]'",
        )


def _check_archive(chain: Chain) -> None:
    if "://" in chain.inside:
        raise UsageProblem(
            f"{chain}: an archive in an archive is not read", "unpack the outer one first"
        )
    if is_url(chain.archive):
        check_scheme(chain.archive)


def check_writable(url: str) -> None:
    """Check that files can be written below a URL, without asking the server. Raises UsageProblem.

    ``hf://`` could be written to, but each file would be a commit.
    """
    scheme = scheme_of(url)
    if scheme in _READ_ONLY:
        raise UsageProblem(
            f"{url}: augcli writes nothing to {scheme}:// URLs",
            "give a folder, or a URL with one of "
            + ", ".join(one for one in BACKENDS if one not in _READ_ONLY),
        )
    if ".." in url.split("/"):
        raise UsageProblem(f"{url}: a part of the URL is ..", "give it without")
    check_scheme(url)


def not_taken(what: str) -> UsageProblem:
    """Return the problem of a URL in a place where only a path may be."""
    return UsageProblem(
        f"{what}: only datasets, images and the OUT of expand, split and merge may be URLs",
        "give a path on this machine; rclone copies files from and to buckets",
    )


def modules_of(path: Path | str) -> tuple[str, ...]:
    """Return the modules that reading below a URL loads; none for a path on this machine."""
    chain = chain_of(str(path))
    where = chain.archive if chain else str(path)
    return (BACKENDS[scheme_of(where)].module,) if is_url(where) else ()


def file_system(url: str) -> tuple[AbstractFileSystem, str]:
    """Return the file system of a URL and the path in it. Raises AugcliError."""
    check_scheme(url)
    from fsspec.core import url_to_fs
    from fsspec.utils import get_protocol

    scheme = scheme_of(url)
    options: dict[str, Any] = _OPTIONS.get(scheme, _NO_CACHE)
    if scheme in ("http", "https"):
        url = _quoted(url)
    place = "" if scheme in ("s3", "gs", "gcs", "hf", "memory") else url.split("/")[2]
    key = (os.getpid(), get_protocol(url), place)
    if key in _kept:
        return _kept[key], _kept[key]._strip_protocol(url)
    try:
        system, path = url_to_fs(url, **options)
    except Exception as error:  # of any backend: some log in here
        raise unreachable(url, error) from error
    if system.async_impl:  # one for all threads; others keep one for each, as they can't be shared
        _kept[key] = system
    return system, path


def _quoted(url: str) -> str:
    """Return a URL whose path was given as plain text in the way that HTTP sends it."""
    scheme, _, rest = url.partition("://")
    path, mark, query = rest.partition("?")
    return f"{scheme}://{quote(path, safe='/:@[]')}{mark}{query}"

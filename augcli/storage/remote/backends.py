"""Which schemes of URLs are read and written, what each needs, and its file system."""

from __future__ import annotations

import logging
import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from augcli.errors import EnvironmentFailure, UsageProblem
from augcli.storage.remote.failures import is_started_by_another, look_up, not_connected
from augcli.storage.remote.first_answer import FIRST_SECONDS, await_answer
from augcli.storage.remote.scheme import ARCHIVES, Chain, chain_of, depth_of_top, is_url, scheme_of

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

_TOPS = {"hf": ("repository", "datasets/USER/NAME")}
_READ_ONLY = ("hf", "http", "https", *ARCHIVES)

_S3 = {
    "max_pool_connections": 20,
    # Failures are met in one place, persist(), and not by three libraries one inside the other.
    "retries": {"max_attempts": 1, "mode": "standard"},
    # botocore puts its own together anew for each request, which takes a tenth of its time.
    "user_agent": "augcli",
    # Servers such as rclone tell the checksum of a whole object when they send a part of it.
    "response_checksum_validation": "when_required",
}
_NO_CACHE = {"use_listings_cache": False}  # listings are kept in listing.py
# With more at once s3fs asks for the size of each object before it reads it.
_OPTIONS: dict[str, dict[str, Any]] = {
    "s3": {"config_kwargs": _S3, "max_concurrency": 1, **_NO_CACHE},
    # A silent server has no banner: that time ends first, as its message is the plain one.
    "sftp": {"banner_timeout": FIRST_SECONDS - 1, "timeout": FIRST_SECONDS},
}
PARTS = {"s3": {"max_concurrency": 4}}
"""The parts of a large file to send at once, by scheme: each is held in memory, 50 MB of it."""

_kept: dict[tuple[int, tuple[str, str]], AbstractFileSystem] = {}


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
    parts = [f"{scheme}:", *filter(None, url.partition("://")[2].split("/"))]
    if len(parts) < depth_of_top(parts):
        top, example = _TOPS.get(scheme, ("bucket or server", "BUCKET/FOLDER"))
        raise UsageProblem(f"{url} names no {top}", f"for example: {scheme}://{example}")
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
    if found := connected(url):
        return found
    try:
        system, path = _connect(url)
    except EnvironmentFailure:
        raise
    except Exception as error:  # of any backend: some log in here
        raise not_connected(url, error) from error
    if system.async_impl:  # one for all threads; others keep one for each, as they can't be shared
        process, server = _place(url)
        if not is_started_by_another() and all(server != known for _, known in _kept):
            await_answer(url, system, path)
        _kept[process, server] = system
    return system, path


def _connect(url: str) -> tuple[AbstractFileSystem, str]:
    from fsspec import get_filesystem_class

    scheme = scheme_of(url)
    for name in ("azure", "gcsfs"):  # which tell in pages what a login lacks; two lines do here
        logging.getLogger(name).addHandler(logging.NullHandler())
    options = _OPTIONS.get(scheme, _NO_CACHE)
    if scheme == "sftp":
        from augcli.storage.remote.sftp import Sftp

        login = Sftp._get_kwargs_from_urls(url)
        return look_up(url, lambda: Sftp(**login, **options)), Sftp._strip_protocol(url)
    # Not by url_to_fs(), which takes :: in the name of an object for a chain of file systems.
    kind, sent = get_filesystem_class(scheme), _sent(url)
    return kind(**kind._get_kwargs_from_urls(sent), **options), kind._strip_protocol(sent)


def connected(url: str) -> tuple[AbstractFileSystem, str] | None:
    """Return what :func:`file_system` does if all threads share it, and it is there already."""
    system = _kept.get(_place(url))
    return (system, system._strip_protocol(_sent(url))) if system else None


def _place(url: str) -> tuple[int, tuple[str, str]]:
    scheme = scheme_of(url)
    shared = scheme in ("s3", "gs", "gcs", "hf", "memory")
    return os.getpid(), (scheme, "" if shared else url.split("/")[2])


def _sent(url: str) -> str:
    """Return a URL as its backend takes it."""
    return _quoted(url) if scheme_of(url) in ("http", "https") else url


def _quoted(url: str) -> str:
    """Return a URL whose path was given as plain text in the way that HTTP sends it."""
    scheme, _, rest = url.partition("://")
    path, mark, query = rest.partition("?")
    return f"{scheme}://{quote(path, safe='/:@[]')}{mark}{query}"

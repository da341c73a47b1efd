"""The versions of the libraries that decide the pixels and bytes of outputs."""

from __future__ import annotations

from functools import cache

from augcli.expansion.output.sharding import Sharding

_OF_PICTURES = ("opencv-python-headless", "pillow", "simplejpeg", "deflate")


def versions_for(sharding: Sharding | None) -> dict[str, str]:
    """Return the versions that decide the outputs, by library; with shards also that of theirs."""
    of_shards = (sharding.library,) if sharding and sharding.library else ()
    return {name: version_of(name) for name in (*_OF_PICTURES, *of_shards)}


@cache
def version_of(library: str) -> str:
    """Return the version of a library here, ``none`` if it is not installed."""
    from importlib.metadata import PackageNotFoundError, version  # not for workers: it loads slowly

    try:
        return version(library)
    except PackageNotFoundError:
        return "none"

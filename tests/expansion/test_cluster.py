"""The sign of a run on a cluster is removed, and an error of the run is told first."""

from __future__ import annotations

from pathlib import Path

import pytest

from augcli.errors import EnvironmentFailure
from augcli.expansion import site
from augcli.expansion.cluster import without_sign
from augcli.expansion.site import Site
from augcli.storage.remote.url import as_path


def site_of(out: Path) -> Site:
    return Site(out, (out, 0), out, out / ".augcli-tmp-0", "", (), "")


def test_the_sign_is_removed_at_the_end(tmp_path: Path) -> None:
    here = site_of(tmp_path)
    here.put_sign()
    with without_sign(here):
        assert here.sign.exists()
    assert not here.sign.exists()


def test_an_error_of_the_run_is_told_though_the_server_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waited: list[float] = []

    def lost(_: str, seconds: float) -> None:
        waited.append(seconds)
        raise EnvironmentFailure("second", "")

    monkeypatch.setattr(site, "remove_object", lost)
    of_bucket = site_of(as_path("s3://bucket/out"))
    with pytest.raises(EnvironmentFailure, match="first"), without_sign(of_bucket):
        raise EnvironmentFailure("first", "")
    assert waited == [0]

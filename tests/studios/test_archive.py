"""A studio of a dataset in an archive shows what one of its folder does."""

from __future__ import annotations

import shutil
from pathlib import Path

from starlette.testclient import TestClient

from augcli.config.choose import ChosenPipeline
from augcli.config.presets import load
from augcli.dataset.scan import Dataset
from augcli.storage.remote.url import as_path
from augcli.studios.app import make_app
from augcli.studios.guard import Access
from augcli.studios.studio import Studio
from augcli.studios.subject import Subject, sources_of

from .asking import ORIGIN, PORT, ROTATION, let_in, post, unpacked


def test_a_studio_of_an_archive_shows_what_one_of_its_folder_does(
    dataset: Path, client: TestClient, tmp_path: Path
) -> None:
    archive = shutil.make_archive(str(tmp_path / "data"), "zip", dataset)
    root = as_path(f"zip://::{archive}")
    base = ChosenPipeline.of_file(load("natural"), "natural")
    studio = Studio(Subject(root, Dataset(root), sources_of(Dataset(root)), base))
    access = Access(PORT)
    with TestClient(make_app(studio, access), base_url=ORIGIN) as found:
        let_in(found, access)
        ask = {"state": ROTATION, "image": 0, "cells": 2, "width": 40, "height": 40}
        there, here = (unpacked(post(one, "/api/grid", **ask))[1] for one in (found, client))
    studio.close()
    assert there == here

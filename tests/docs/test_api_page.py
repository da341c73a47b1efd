"""Every example of docs/api.md runs as it stands, and shows what it says."""

from __future__ import annotations

import doctest
import pathlib
import shutil
from pathlib import Path

import numpy as np
import pytest

import augcli
from tools.docs.api_page import called, examples

ROOT = Path(__file__).parents[2]
EXAMPLES = examples()


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_shows_what_it_says(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "sample_images", tmp_path / "sample_images")
    monkeypatch.chdir(tmp_path)
    names = {"augcli": augcli, "np": np, "pathlib": pathlib}
    session = doctest.DocTestParser().get_doctest(EXAMPLES[name], names, name, None, None)
    told: list[str] = []
    result = doctest.DocTestRunner().run(session, out=told.append)
    assert result.failed == 0, "".join(told)
    assert result.attempted


def test_what_is_called_has_an_example() -> None:
    assert [name for name in called() if name not in EXAMPLES] == []

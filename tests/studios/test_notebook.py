"""``augcli.studio`` in a notebook: a frame with the page, or a grid where that can't be."""

from __future__ import annotations

import base64
import gc
import io
import re
import sys
import urllib.error
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

import augcli
from augcli.studios import notebook
from augcli.studios.expand_options import copying_options


def test_the_frame_shows_the_page_until_it_is_closed(dataset: Path) -> None:
    shown = augcli.studio(dataset, live=True, height=500)
    try:
        html = shown._repr_html_()
        assert f'src="{shown.address}"' in html
        assert "500px" in html
        with urllib.request.urlopen(_cookie_of(shown.address)) as page:
            assert b"<title>augcli studio" in page.read()
            assert "http://localhost:*" in page.headers["content-security-policy"]
    finally:
        shown.close()
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(shown.address)


def _cookie_of(address: str) -> urllib.request.Request:
    base, _, token = address.partition("/?token=")
    port = base.rpartition(":")[2]
    return urllib.request.Request(base, headers={"Cookie": f"augcli_studio_{port}={token}"})


@pytest.mark.parametrize("variable", ["SSH_CONNECTION", "COLAB_RELEASE_TAG"])
def test_where_the_browser_is_elsewhere_there_is_a_grid(
    dataset: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "1")
    shown = augcli.studio(dataset, augcli.Pipeline.from_flags("--rotation 20"))
    assert shown.address == ""
    found = re.fullmatch(r'<img alt=".*" src="data:image/png;base64,(.*)">', shown.to_html())
    assert found
    with Image.open(io.BytesIO(base64.b64decode(found[1]))) as picture:
        assert min(picture.size) > 100


@pytest.mark.parametrize("torn", [b"", b"\xff\xd8\xff\xe0 torn"])
def test_an_image_that_cannot_be_read_has_its_reason_in_place_of_a_grid(
    tmp_path: Path, torn: bytes
) -> None:
    image = tmp_path / "a<b>.jpg"
    image.write_bytes(torn)
    said = augcli.studio(image, live=False)._repr_html_()
    assert said.startswith("<p>a&lt;b&gt;.jpg can&#x27;t be shown: ")
    assert "<img" not in said


def test_a_studio_that_nobody_has_any_more_ends(dataset: Path) -> None:
    shown = augcli.studio(dataset, live=True)
    address = shown.address
    del shown
    gc.collect()
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(address)


def test_a_cell_that_runs_again_ends_the_studio_of_its_last_run(
    dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"metadata": {"cellId": "one"}, "header": {"msg_id": "first"}}
    shell = SimpleNamespace(get_parent=lambda: asked)
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    kept = [augcli.studio(dataset, live=True), augcli.studio(dataset, live=True)]
    asked["metadata"], asked["header"] = {"cellId": "two"}, {"msg_id": "second"}
    other = augcli.studio(dataset, live=True)
    assert all(map(_is_there, [*kept, other]))
    asked["metadata"], asked["header"] = {"cellId": "one"}, {"msg_id": "third"}
    again = augcli.studio(dataset, live=True)
    assert [_is_there(one) for one in (*kept, other, again)] == [False, False, True, True]
    other.close()
    again.close()


def _is_there(shown: notebook.NotebookStudio) -> bool:
    try:
        urllib.request.urlopen(_cookie_of(shown.address)).close()
    except urllib.error.URLError:
        return False
    return True


def test_missing_libraries_are_named(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("augcli.studios.libraries._NEEDED", ("no_such_library",))
    assert augcli.studio(dataset).address == ""
    with pytest.raises(augcli.UsageProblem, match="no_such_library"):
        augcli.studio(dataset, live=True)


def test_it_begins_with_the_pipeline(dataset: Path) -> None:
    pipeline = augcli.Pipeline.from_flags("--rotation 20 --size 64 --fit cover")
    shown = augcli.studio(dataset, pipeline, live=False)
    subject = shown._subject
    assert subject.base.pipeline == pipeline.maker.pipeline
    assert copying_options(subject.copying) == {"size": "64x64", "fit": "cover"}
    assert notebook.studio is augcli.studio


@pytest.mark.parametrize("data", [3, "nowhere"])
def test_what_is_no_dataset_is_refused(data: object) -> None:
    with pytest.raises((TypeError, augcli.UsageProblem)):
        augcli.studio(data, live=False)  # type: ignore[arg-type]  # as untyped code would

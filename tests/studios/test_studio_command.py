"""``augcli studio`` as a user runs it: what it prints, refuses, and how it ends."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import sys
import tomllib
from pathlib import Path

import pytest
from cli.running import assert_refused, run

from augcli.errors import Interrupted

from .asking import ROTATION
from .running import running

needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


def _children(process: int) -> list[int]:
    task = Path(f"/proc/{process}/task/{process}/children")
    return [int(one) for one in task.read_text().split()]


@needs_signals
def test_ctrl_c_ends_it_at_once_with_all_its_processes(dataset: Path) -> None:
    with running(dataset) as studio:
        connection = socket.create_connection(("127.0.0.1", studio.port))  # left open
        assert studio.ask("GET", "/api/alive")[0] == 204
        workers = _children(studio.process.pid) if sys.platform == "linux" else []
        code, said = studio.stop()
        connection.close()
        assert code == 0
        assert "Traceback" not in said
        assert not [one for one in workers if Path(f"/proc/{one}").exists()]
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", studio.port))


@needs_signals
def test_who_goes_away_in_the_middle_of_a_request_is_no_bug(dataset: Path) -> None:
    with running(dataset, "--no-open") as studio:
        head = (
            f"POST /api/check HTTP/1.1\r\nHost: 127.0.0.1:{studio.port}\r\n"
            f"Origin: http://127.0.0.1:{studio.port}\r\nContent-Type: application/json\r\n"
            f"Cookie: augcli_studio_{studio.port}={studio.token}\r\nContent-Length: 99\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", studio.port)) as connection:
            connection.sendall(f'{head}{{"state"'.encode())
        assert studio.ask("GET", "/api/alive")[0] == 204
        code, said = studio.stop()
    assert (code, said) == (0, "")


@pytest.mark.parametrize(
    "moment", ["check_libraries", "subject_of", "run_studio", "choose_pipeline"]
)
def test_ctrl_c_before_the_page_is_there_ends_it_as_well(
    dataset: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    def press(*_: object) -> None:
        raise Interrupted("stopped by Ctrl-C", "run the same command again")

    monkeypatch.setattr(f"augcli.cli.commands.studio.{moment}", press)
    ended = run("studio", dataset)
    assert (ended.code, ended.stderr) == (0, "")


@needs_signals
def test_another_signal_has_the_code_that_all_commands_have(dataset: Path) -> None:
    with running(dataset) as studio:
        assert studio.stop(signal.SIGTERM)[0] == 143


def test_without_a_display_the_address_is_printed(dataset: Path) -> None:
    with running(dataset) as studio:
        assert "open this address" in studio.said


def test_the_page_saves_to_the_file_that_was_named_and_nothing_else_is_written(
    dataset: Path, tmp_path: Path
) -> None:
    before = {path: path.stat().st_mtime_ns for path in dataset.parent.rglob("*")}
    file = tmp_path / "aug.toml"
    with running(dataset, "--no-open", "--rotation", "9", "--save-config", file) as studio:
        status, start = studio.ask("GET", "/api/start")
        assert (status, json.loads(start)["save"]) == (200, str(file))
        assert json.loads(start)["state"]["steps"] == [
            {"transform": "rotation", "degrees": [-9, 9]}
        ]
        assert studio.post("/api/save", state=ROTATION)[0] == 200
        assert json.loads(studio.post("/api/check", state=ROTATION)[1])["saved"]
        file.write_text("# changed\n")
        assert studio.post("/api/save", state=ROTATION)[0] == 409
    assert file.read_text() == "# changed\n"
    assert {path: path.stat().st_mtime_ns for path in dataset.parent.rglob("*")} == before


def test_an_image_is_shown_under_its_name_in_its_dataset(dataset: Path) -> None:
    with running(dataset / "dark" / "a.jpg", "--no-open") as studio:
        _, images = studio.ask("GET", "/api/images")
        _, said = studio.post("/api/check", state=ROTATION)
    assert [one["name"] for one in json.loads(images)["images"]] == ["dark/a.jpg"]
    assert json.loads(said)["command"].startswith(f"augcli expand {dataset} out --rotation 30")


def test_an_image_in_no_dataset_is_previewed(tmp_path: Path, sample_images: Path) -> None:
    image = Path(shutil.copy(sample_images / "bird.jpg", tmp_path / "a b.jpg"))
    partner = sample_images / "bird.jpg"
    with running(image, "--no-open", "--partner", partner, "--mixup", "0.3") as studio:
        _, said = studio.post("/api/check", state=ROTATION)
        steps = [{"transform": "mixup"}]
        status, _ = studio.post("/api/enlarge", state={"steps": steps}, image=0, cell=1)
        assert status == 200
    command = json.loads(said)["command"]
    assert command.startswith(f"augcli preview '{image}' --partner {partner} --rotation 30")


def test_classes_with_steps_of_their_own_are_told(dataset: Path, tmp_path: Path) -> None:
    file = tmp_path / "aug.toml"
    own = '[[classes.dark.step]]\ntransform = "gamma"\n'
    file.write_text(f'copies = 2\n[[step]]\ntransform = "rotation"\n{own}', "utf-8")
    with running(dataset, "--no-open", "--config", file) as studio:
        _, said = studio.post("/api/check", state=ROTATION)
        assert studio.post("/api/save", state=ROTATION)[0] == 200
    checked = json.loads(said)
    assert checked["command"] == f"augcli expand {dataset} out --config {file}"
    assert "dark" in checked["warnings"][0]["text"]
    saved = tomllib.loads(file.read_text())
    assert saved["copies"] == 2
    assert saved["classes"]["dark"]["step"][0]["transform"] == "gamma"


def test_what_cannot_be_shown_is_refused(dataset: Path, tmp_path: Path) -> None:
    (tmp_path / "old.toml").write_text("# mine\n")
    (tmp_path / "empty").mkdir()
    for args in (
        ("nowhere",),
        (tmp_path / "empty",),
        (dataset, "--save-config", tmp_path / "old.toml"),
        (dataset, "--save-config", dataset / "new.toml"),
        (dataset, "--save-config", tmp_path / "no_folder" / "new.toml"),
        (dataset, "--root", tmp_path),
        (dataset, "--partner", dataset / "dark" / "a.jpg"),
        (dataset, "--rotation", "900"),
        (dataset / "dark" / "a.jpg", "--root", tmp_path),
    ):
        assert_refused(run("studio", *args, "--no-open"))
    assert (tmp_path / "old.toml").read_text() == "# mine\n"


def test_a_missing_extra_says_what_to_install(
    dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("augcli.studios.libraries._NEEDED", ("starlette", "no_such_library"))
    refused = run("studio", dataset)
    assert_refused(refused)
    assert 'pip install "augcli[studio]"' in refused.stderr

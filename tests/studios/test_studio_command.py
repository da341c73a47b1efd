"""``augcli studio`` as a user runs it: what it prints, refuses, and how it ends."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from cli.running import assert_refused, run

from .asking import ROTATION

_HIDDEN = ("SSH_CONNECTION", "DISPLAY", "WAYLAND_DISPLAY")
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/\?token=([\w-]{40,})\n")
_READY = "Ctrl-C ends the studio\n"
needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


@dataclass
class Running:
    """A studio in a process of its own."""

    process: subprocess.Popen[str]
    port: int
    token: str
    said: str

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, bytes]:
        """Ask as the browser that was let in; return the status and the body of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Cookie": f"augcli_studio_{self.port}={self.token}",
            "Origin": f"http://127.0.0.1:{self.port}",
            "Content-Type": "application/json",
        }
        with closing(connection):
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()

    def post(self, path: str, **fields: Any) -> tuple[int, bytes]:
        return self.ask("POST", path, json.dumps(fields))

    def stop(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """Send a signal; return the exit code and what is said then."""
        self.process.send_signal(number)
        said, _ = self.process.communicate(timeout=30)
        return self.process.returncode, said


@contextmanager
def running(*args: str | Path, env: Mapping[str, str] = {}) -> Iterator[Running]:
    """Run a studio in a process of its own until the end of the block."""
    around = {name: value for name, value in os.environ.items() if name not in _HIDDEN}
    command = [sys.executable, "-m", "augcli", "studio", *map(str, args)]
    pipe, both = subprocess.PIPE, subprocess.STDOUT
    with subprocess.Popen(
        command, env={**around, **env}, stdout=pipe, stderr=both, text=True
    ) as process:
        try:
            assert process.stdout
            lines = iter(process.stdout.readline, "")
            said = "".join(takewhile(lambda line: line != _READY, lines))
            found = _ADDRESS.search(said)
            assert found, said
            yield Running(process, int(found[1]), found[2], said)
        finally:
            process.kill()


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
def test_another_signal_has_the_code_that_all_commands_have(dataset: Path) -> None:
    with running(dataset) as studio:
        assert studio.stop(signal.SIGTERM)[0] == 143


def test_without_a_display_the_address_is_printed(dataset: Path) -> None:
    with running(dataset) as studio:
        assert "open this address" in studio.said


def test_over_ssh_the_command_for_the_other_end_is_printed(dataset: Path) -> None:
    with running(dataset, env={"SSH_CONNECTION": "10.0.0.9 50000 10.0.0.7 2222"}) as studio:
        line = rf"ssh -N -L {studio.port}:127\.0\.0\.1:{studio.port} -p 2222 \S+@10\.0\.0\.7\n"
        assert re.search(line, studio.said)


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


def test_the_command_keeps_the_flags_that_the_page_does_not_change(
    dataset: Path,
) -> None:
    with running(dataset, "--no-open", "--size", "32", "--fit", "cover", "--reject") as studio:
        _, said = studio.post("/api/check", state=ROTATION)
    assert json.loads(said)["command"].endswith(
        "--rotation 30 --seed 3 --size 32 --fit cover --reject"
    )


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


def test_the_host_is_a_number(dataset: Path) -> None:
    refused = run("studio", dataset, "--host", "example.org", "--expose")
    assert_refused(refused)
    assert "is a name" in refused.stderr


def test_with_consent_other_machines_are_told_where_to_go(dataset: Path) -> None:
    with running(dataset, "--no-open", "--host", "0.0.0.0", "--expose") as studio:
        assert "everyone who learns this address can see the images" in studio.said
        assert studio.ask("GET", "/api/alive")[0] == 204


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.7", "::"])
def test_other_machines_are_let_in_only_with_consent(dataset: Path, host: str) -> None:
    refused = run("studio", dataset, "--host", host)
    assert_refused(refused)
    assert "lets other machines in" in refused.stderr
    assert "--expose" in refused.stderr


def test_a_port_that_is_taken_is_refused(dataset: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = run("studio", dataset, "--no-open", "--port", str(port))
    assert_refused(refused)
    assert f"port {port}" in refused.stderr


def test_what_cannot_be_shown_is_refused(dataset: Path, tmp_path: Path) -> None:
    (tmp_path / "old.toml").write_text("# mine\n")
    (tmp_path / "empty").mkdir()
    for args in (
        ("nowhere",),
        (tmp_path / "empty",),
        (dataset, "--save-config", tmp_path / "old.toml"),
        (dataset, "--save-config", dataset / "new.toml"),
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

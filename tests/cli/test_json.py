"""Check that --json prints one object whatever the end of a command, with the same words."""

from __future__ import annotations

import errno
import json
import signal
from pathlib import Path

import pytest
from keeping import signals_kept

from augcli.cli import main

from .pictures import photo, save
from .running import Record, expand, run

COMMANDS = {
    "expand": "expand {made}/data {out} --copies 1 --rotation 5",
    "dry run": "expand {made}/data {out} --copies 1 --rotation 5 --dry-run",
    "verify": "verify {made}/out",
    "replay": "replay {made}/out --all --data {made}/data",
    "list": "transforms",
    "transform": "transforms zoom",
}
WRONG = [
    "expand --json",
    "expand --json --nonsense",
    "expand {made}/data {out} --json --copies many",
    "expand {made}/data {out} --zoom nothing --json",
    "expand {made}/nowhere {out} --json",
    "expand {made}/nowhere {out} --json --dry-run",
    "expand {made}/data {out} --json --seed 1 --seed 2",
    "verify --json",
    "verify {made}/data --json",
    "replay {made}/out --json",
    "transforms --json nothing",
]


def _arguments(line: str, made: Path, tmp_path: Path) -> list[str]:
    return [part.format(made=made, out=tmp_path / "out") for part in line.split()]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_object_begins_with_the_version_of_its_words(
    made: Path, tmp_path: Path, name: str
) -> None:
    found = run(*_arguments(COMMANDS[name], made, tmp_path), "--json").json
    assert next(iter(found.items())) == ("schema", 1)
    assert "error" not in found


@pytest.mark.parametrize("line", WRONG)
def test_an_error_is_an_object_on_stdout_and_two_lines_on_stderr(
    made: Path, tmp_path: Path, line: str
) -> None:
    result = run(*_arguments(line, made, tmp_path))
    assert result.code == 2, result
    problem, way_out = result.stderr.splitlines()
    assert list(result.json.items()) == [
        ("schema", 1),
        ("error", problem.removeprefix("augcli: ")),
        ("hint", way_out.removeprefix("  -> ")),
        ("exit_code", 2),
    ]


def test_after_two_dashes_it_is_no_flag(made: Path, tmp_path: Path) -> None:
    result = run("expand", made / "nowhere", "--", "--json", cwd=tmp_path)
    assert (result.code, result.stdout) == (2, "")


def test_trouble_of_the_machine_is_an_object_too(
    monkeypatch: pytest.MonkeyPatch, made: Path
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error", "/disk/file")

    monkeypatch.setattr("augcli.expansion.expand.Expansion.run", fail)
    result = run("expand", made / "data", made / "never", "--json", "-q")
    assert (result.code, result.json["exit_code"]) == (1, 1)
    assert result.json["error"] == "/disk/file: Input/output error"


def test_a_bug_is_a_traceback_on_stderr_and_an_object(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], made: Path
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("lost")

    monkeypatch.setattr("augcli.expansion.expand.Expansion.run", fail)
    with signals_kept(), pytest.raises(KeyError):
        main(["expand", str(made / "data"), str(made / "never"), "--json", "-q"])
    found: Record = json.loads(capsys.readouterr().out)
    assert found["exit_code"] == 1
    assert "KeyError" in found["error"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_says_so_in_its_object(
    monkeypatch: pytest.MonkeyPatch, made: Path, number: signal.Signals, code: int
) -> None:
    monkeypatch.setattr(
        "augcli.expansion.expand.Expansion.run", lambda *_: signal.raise_signal(number)
    )
    result = run("expand", made / "data", made / "never", "--json", "-q")
    name = "Ctrl-C" if code == 130 else "SIGTERM"
    assert (result.code, result.json["exit_code"]) == (code, code)
    assert result.json["error"] == f"stopped by {name}"
    assert result.stderr.count("\n") == 1


def test_a_dry_run_has_the_words_of_a_run(made: Path, tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    (data / "hat").mkdir(parents=True)
    for name in ("a.jpg", "b.png"):
        (data / "hat" / name).write_bytes((made / "data" / "hat" / name).read_bytes())
    (data / "hat" / "c.jpg").symlink_to("nowhere.jpg")
    (data / "hat" / "d.jpg").symlink_to(made)
    flags = ("--copies", "2", "--rotation", "5", "--json", "--originals", "copy")
    foretold = run("expand", data, out, *flags, "--dry-run").json
    told = run("expand", data, out, *flags).json
    assert (foretold.pop("dry_run"), told.pop("dry_run")) == (True, False)
    assert told["written"] == 6
    assert foretold.keys() - told.keys() == {"bytes", "originals"}
    same = foretold.keys() & told.keys()
    assert same >= {"out", "sources", "expanded", "copies", "bad", "refused", "skipped", "problems"}
    row = foretold["classes"].pop("hat")
    assert {key: row[key] for key in told["classes"]["hat"]} == told["classes"].pop("hat")
    assert {key: foretold[key] for key in same} == {key: told[key] for key in same}


@pytest.mark.parametrize("flag", ["--overwrite", "--verify"])
def test_a_dry_run_foretells_what_is_made_again(
    two_images: Path, tmp_path: Path, flag: str
) -> None:
    out, flags = tmp_path / "out", ("--copies", "2", "--rotation", "5", "--json")
    expand(two_images, out, *flags)
    edited = out / "hat" / "a_aug001.jpg"
    edited.write_bytes(b"x" * edited.stat().st_size)
    foretold = expand(two_images, out, *flags, flag, "--dry-run").json
    told = expand(two_images, out, *flags, flag).json
    assert foretold["written"] == told["written"] == {"--overwrite": 4, "--verify": 1}[flag]


def test_a_dry_run_calls_nothing_stale_that_the_run_removes_first(
    two_images: Path, tmp_path: Path
) -> None:
    out, flags = tmp_path / "out", ("--copies", "1", "--rotation", "5", "--overwrite", "--json")
    expand(two_images, out, *flags)
    save(tmp_path / "other" / "cat" / "c.png", photo(1))
    foretold = expand(tmp_path / "other", out, *flags, "--dry-run")
    told = expand(tmp_path / "other", out, *flags)
    assert (
        (foretold.json["stale"], foretold.stderr) == (told.json["stale"], told.stderr) == ([], "")
    )


def test_quiet_keeps_the_lines_that_explain_an_exit_code(made: Path, tmp_path: Path) -> None:
    (tmp_path / "data" / "hat").mkdir(parents=True)
    for number in range(12):
        (tmp_path / "data" / "hat" / f"{number}.jpg").touch()
    loud = ("--fit", "cover", "--fill-value", "7", "--horizontal-flip")
    some = run("expand", tmp_path / "data", tmp_path / "out", "-q", *loud)
    *named, more = some.stderr.splitlines()
    assert (some.code, some.stdout, len(named)) == (3, "", 10)
    assert named[0].startswith("bad: hat/0.jpg: ")
    assert more.startswith("and 2 more that gave no copies")
    none = run("expand", tmp_path / "nothing", tmp_path / "out", "-q")
    assert none.code == 2
    assert len(none.stderr.splitlines()) == 2
    assert expand(made / "data", tmp_path / "other", "-q", *loud).stderr == ""

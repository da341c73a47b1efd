"""Check that ``augcli verify`` says the same with any number of processes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from cli.running import Result, run, run_python

from .scene import HERE, assert_sound, finished_run

# More outputs than a worker checks at a time.
NAMES = (*(f"hat/{number:02}.png" for number in range(25)), "hat/poison.png", "shoe/c.jpg")


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return finished_run(tmp_path_factory, *NAMES)


@pytest.fixture
def out(earlier: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(earlier / "out", tmp_path / "out"))


def test_the_number_of_workers_makes_no_difference(earlier: Path, out: Path) -> None:
    for number in (3, 7, 8, 20, 24):
        (out / f"hat/{number:02}_aug001.png").write_bytes(b"damaged" * number)
    (out / "hat/09_aug002.png").unlink()
    lines = (out / "manifest.jsonl").read_bytes().splitlines(keepends=True)
    (out / "manifest.jsonl").write_bytes(b"".join([*lines[:20], b"{\n", *lines[21:], b"\n\n"]))
    for deep in ((), (earlier / "data", "--deep")):
        found = [run("verify", out, *deep, "--json", "--workers", n) for n in ("1", "2", "5")]
        assert [one.code for one in found] == [3, 3, 3]
        assert found[0].stdout == found[1].stdout == found[2].stdout
        kinds = [each["kind"] for each in found[0].json["differences"]]
        assert kinds.count("damaged") == kinds.count("missing") == kinds.count("stranger") == 1
        assert kinds.count("size") == 5
        assert found[0].json["files"] == 2 * len(NAMES) - 1


def _poisoned(harm: str, *arguments: str | Path) -> Result:
    return run_python(HERE / "poison.py", harm, "0", "verify", *arguments, "--deep", "--json")


@pytest.mark.parametrize(
    ("harm", "kind"), [("crash", "worker-died"), ("exit", "worker-died"), ("memory", "memory")]
)
def test_a_file_that_ends_its_worker_is_named_and_the_others_are_checked(
    earlier: Path, out: Path, harm: str, kind: str
) -> None:
    result = _poisoned(harm, out, earlier / "data", "--workers", "2")
    assert_sound(result, 3)
    found = [(each["kind"], each["file"]) for each in result.json["differences"]]
    assert found == [(kind, f"hat/poison_aug00{copy}.png") for copy in (1, 2)]
    assert result.json["files"] == 2 * len(NAMES)


def test_what_decoders_print_is_kept_from_the_terminal(out: Path) -> None:
    path = out / "shoe" / "c_aug001.jpg"
    path.write_bytes(path.read_bytes()[:-60])
    result = run_python("-m", "augcli", "verify", out)
    assert_sound(result, 3)
    assert result.stderr == ""

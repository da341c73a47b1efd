"""Check that ``augcli verify`` names every difference and nothing else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.pictures import photo, save
from cli.running import assert_refused, expand, records, run, run_file, tree

from .scene import FLAGS, assert_sound, finished_run, small_dataset

NAMES = ("hat/a.bmp", "hat/b.png", "shoe/c.jpg")


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return finished_run(tmp_path_factory, *NAMES)


@pytest.fixture
def here(earlier: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(earlier, tmp_path / "here"))


def _rewrite(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.write_bytes(change(path.read_bytes()))


def _remove(out: Path) -> None:
    (out / "hat" / "b_aug001.png").unlink()


def _cut(out: Path) -> None:
    _rewrite(out / "hat" / "b_aug001.png", lambda data: data[:-50])


def _empty(out: Path) -> None:
    _rewrite(out / "hat" / "b_aug001.png", lambda _: b"")


def _edit(out: Path) -> None:
    _rewrite(out / "hat" / "a_aug001.bmp", lambda data: data[:-1] + bytes([data[-1] ^ 255]))


def _resize(out: Path) -> None:
    save(out / "hat" / "b_aug001.png", photo(0, 9, 7))


def _add(out: Path) -> None:
    (out / "shoe" / "mine.txt").write_text("mine")


def _add_a_hidden_file(out: Path) -> None:
    (out / ".hidden").touch()


def _add_a_temporary_file(out: Path) -> None:
    (out / "hat" / ".augcli-tmp-1").touch()


def _add_a_folder(out: Path) -> None:
    (out / "coat").mkdir()


def _unfinish(out: Path) -> None:
    _rewrite(out / "augcli.json", lambda d: json.dumps({**json.loads(d), "totals": None}).encode())


def _damage_a_line(out: Path) -> None:
    _rewrite(out / "manifest.jsonl", lambda data: data[:-9])


def _swap(out: Path) -> None:
    one, other = out / "hat" / "a_aug001.bmp", out / "hat" / "a_aug002.bmp"
    one.rename(out / "x")
    other.rename(one)
    (out / "x").rename(other)


def _lose_all(out: Path) -> None:
    shutil.rmtree(out / "hat")
    shutil.rmtree(out / "shoe")
    _rewrite(out / "manifest.jsonl", lambda _: b"")


def _lose_a_copy_and_its_record(out: Path) -> None:
    (out / "shoe" / "c_aug002.jpg").unlink()
    _rewrite(out / "manifest.jsonl", lambda data: b"".join(data.splitlines(True)[:-1]))


B = "hat/b_aug001.png"
HARMS: list[tuple[Callable[[Path], None], set[tuple[str, str]]]] = [
    (_remove, {("missing", B)}),
    (_cut, {("size", B), ("undecodable", B)}),
    (_empty, {("size", B), ("empty", B)}),
    (_edit, {("hash", "hat/a_aug001.bmp")}),
    (_resize, {("size", B), ("frame", B)}),
    (_add, {("stranger", "shoe/mine.txt")}),
    (_add_a_hidden_file, {("stranger", ".hidden")}),
    (_add_a_temporary_file, {("stranger", "hat/.augcli-tmp-1")}),
    (_add_a_folder, {("empty", "coat")}),
    (_unfinish, {("unfinished", "augcli.json")}),
    (_damage_a_line, {("damaged", "manifest.jsonl"), ("stranger", "shoe/c_aug002.jpg")}),
    (_swap, {("hash", "hat/a_aug001.bmp"), ("hash", "hat/a_aug002.bmp")}),
]


@pytest.mark.parametrize(("harm", "wanted"), HARMS, ids=lambda harm: getattr(harm, "__name__", ""))
def test_each_kind_of_difference_is_named(
    here: Path, harm: Callable[[Path], None], wanted: set[tuple[str, str]]
) -> None:
    harm(here / "out")
    before = tree(here)
    result = run("verify", here / "out", "--json", cwd=here)
    assert_sound(result, 3)
    found = {(each["kind"], each["file"]) for each in result.json["differences"]}
    assert found == wanted
    told = run("verify", here / "out", cwd=here)
    assert_sound(told, 3)
    for kind, file in wanted:
        assert f"{kind}: {file}: " in told.stdout
    assert tree(here) == before


@pytest.mark.parametrize("harm", [_lose_all, _lose_a_copy_and_its_record])
def test_a_loss_of_files_and_records_alike_is_noticed(
    here: Path, harm: Callable[[Path], None]
) -> None:
    harm(here / "out")
    assert run_file(here / "out")["totals"]["copies"] == 6
    assert_sound(run("verify", here / "out", cwd=here), 3)


def test_a_sound_out_has_no_differences(here: Path) -> None:
    for flags in ((), (here / "data",), (here / "data", "--deep")):
        result = run("verify", here / "out", *flags, "--json", cwd=here)
        assert_sound(result)
        assert (result.json["files"], result.json["differences"]) == (6, [])


def test_deep_notices_a_source_that_changed_or_is_gone(here: Path) -> None:
    save(here / "data" / "hat" / "a.bmp", photo(9, 8, 8))
    (here / "data" / "hat" / "b.png").unlink()
    result = run("verify", here / "out", here / "data", "--deep", "--json", cwd=here)
    assert_sound(result, 3)
    assert {(d["kind"], d["file"]) for d in result.json["differences"]} == {
        ("source", f"hat/{name}_aug00{copy}.{ending}")
        for name, ending in (("a", "bmp"), ("b", "png"))
        for copy in (1, 2)
    }
    assert_sound(run("verify", here / "out", cwd=here))


def test_deep_notices_records_that_hang_together_but_were_not_made_so(here: Path) -> None:
    import hashlib

    path = here / "out" / "hat" / "b_aug001.png"
    save(path, photo(9, 8, 8))
    data = path.read_bytes()
    found = records(here / "out")
    for record in found:
        if record["file"] == B:
            record |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        if record["file"] == "shoe/c_aug001.jpg":
            record["recipe"] = [{"transform": "rotation", "degrees": 1.5}]
    text = "".join(json.dumps(record) + "\n" for record in found)
    (here / "out" / "manifest.jsonl").write_text(text)
    assert_sound(run("verify", here / "out", cwd=here))
    result = run("verify", here / "out", here / "data", "--deep", "--json", cwd=here)
    kinds = {(d["kind"], d["file"]) for d in result.json["differences"]}
    assert kinds == {("pixels", B), ("recipe", "shoe/c_aug001.jpg")}


def test_what_cannot_be_verified_is_refused(here: Path) -> None:
    for out in ("nowhere", "data", "data/hat/b.png"):
        assert_refused(run("verify", here / out, cwd=here), out)
    assert_refused(run("verify", here / "out", "--deep", cwd=here), "--deep")
    deep = run("verify", here / "out", here / "nowhere", "--deep", cwd=here)
    assert_sound(deep, deep.code)
    assert deep.code in (2, 3)


@pytest.mark.parametrize("originals", ["copy", "link"])
def test_originals_are_verified_too(tmp_path: Path, originals: str) -> None:
    data, out = small_dataset(tmp_path / "data", *NAMES), tmp_path / "out"
    expand(data, out, *FLAGS, "--originals", originals)
    assert_sound(run("verify", out, data, "--deep", cwd=tmp_path))
    (out / "hat" / "a.bmp").unlink()
    assert_sound(run("verify", out, cwd=tmp_path), 3)


def test_copies_that_a_run_made_large_on_demand_are_sound(tmp_path: Path) -> None:
    data, out = small_dataset(tmp_path / "data", "hat/a.png"), tmp_path / "out"
    save(data / "hat" / "a.png", photo(1, 8, 8, channels=1))
    expand(data, out, "--copies", "1", "--horizontal-flip", "--size", "8100x8000")
    assert_sound(run("verify", out))

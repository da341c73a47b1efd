"""Check that names of every kind are expanded and never reach a terminal raw."""

from __future__ import annotations

import hashlib
import os
import sys
import unicodedata
from pathlib import Path

import pytest
from cli.pictures import photo, save
from cli.running import Result, outputs, records, run, skipped
from hypothesis import given
from hypothesis import strategies as st

from augcli.dataset.source import Folder, Source
from augcli.expansion.output.naming import OutputName, name_outputs
from augcli.expansion.output.settings import ORIGINALS, Originals

from .scene import FLAGS, assert_all_accounted_for, assert_sound, small_dataset

posix = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are limited there")

ODD = [
    *["a b.png", " lead.png", "trail .png", "-rf.png", "--help.png", "$(touch x).png", "`id`.png"],
    *["caf\u00e9.png", "cafe\u0301.png", "A.png", "a.png", "STRASSE.png", "stra\u00dfe.png"],
    *["new\nline.png", "tab\t.png", "bell\x07.png", "esc\x1b[31m.png", "rtl\u202egnp.png"],
    *["del\x7f.png", "csi\x9b31m.png", "zero\u200bwidth.png", "sep\u2028.png", "\U0001f600.png"],
    *["latin\udce9.png", "stray\udcff\udc80.png", "same.png", "same.bmp", "same.jpg", "same.JPG"],
    *["cat_aug001.png", "cat.png", "cat_aug001_aug001.png", "a.b.c.png", "a..png", "%s.png"],
    *["x" * 251 + ".png", "\u00e9" * 125 + ".png", "con.png", "NUL.png", "a~12345678.png", "'.png"],
    *['".png', "\\.png", "*.png", "{}.png", "#.png", ";.png", "|.png", "nul\u0085.png"],
]
CLASSES = [
    "a...",
    "CON",
    "train",
    "test",
    "sp ace",
    "new\nline",
    "\u202e",
    "latin\udce9",
    "-x",
    "~",
]
BAD = "bad\x1b]0;owned\x07\u202e\udcff.png"


def _raw(text: str) -> set[str]:
    """Return the characters that a terminal would obey or could not print."""
    return {
        character
        for character in text
        if character != "\n" and unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    }


def _assert_harmless(result: Result) -> None:
    assert _raw(result.stdout) == set()
    assert _raw(result.stderr) == set()
    assert "\ufffd" not in result.stdout + result.stderr  # which stray bytes would have become


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("odd") / "data"
    names = [f"hat/{name}" for name in ODD] + [f"{label}/a.png" for label in CLASSES]
    try:
        return small_dataset(root, *names)
    except OSError:
        pytest.skip("this file system does not take every name")


@posix
@pytest.mark.parametrize("flags", [(), ("--format", "png"), ("--originals", "copy")])
def test_every_name_is_expanded_and_no_two_share_an_output(
    odd: Path, tmp_path: Path, flags: tuple[str, ...]
) -> None:
    out, count = tmp_path / "out", len(ODD) + len(CLASSES)
    result = run("expand", odd, out, *FLAGS, *flags, "--json", "-v")
    assert_sound(result)
    _assert_harmless(result)
    assert_all_accounted_for(result.json, out, count)
    found = records(out)
    assert len({record["file"] for record in found}) == len(found)
    assert outputs(out).keys() == {record["file"] for record in found}
    each = 3 if "--originals" in flags else 2
    assert len(found) == each * count
    sources = {os.fsencode(p.relative_to(odd)) for p in odd.rglob("*") if p.is_file()}
    assert {os.fsencode(record["source"]) for record in found} == sources
    assert (out / "manifest.jsonl").read_bytes().isascii()
    assert_sound(run("verify", out, odd, "--deep", cwd=tmp_path))


@posix
@pytest.mark.parametrize("flags", [(), ("-v",), ("--dry-run",), ("--json",)])
def test_names_of_bad_sources_and_classes_reach_no_terminal_raw(
    tmp_path: Path, flags: tuple[str, ...]
) -> None:
    data = small_dataset(tmp_path / "data", "\u202e\x1b[2J/a.png")
    (data / "\u202e\x1b[2J" / BAD).touch()
    out = tmp_path / "out\x1b[31m"
    result = run("expand", data, out, *FLAGS, *flags)
    assert_sound(result, 0 if "--dry-run" in flags else 3)
    _assert_harmless(result)
    if not flags:
        (found,) = skipped(out)
        assert os.fsencode(found["source"]).endswith(os.fsencode(BAD))
        (out / "\x1b[2J\u202e\udcff").touch()
        verdict = run("verify", out)
        assert_sound(verdict, 3)
        _assert_harmless(verdict)
        _assert_harmless(run("verify", out, "--json"))
        _assert_harmless(run("expand", data, out, *FLAGS, "--seed", "3"))


@posix
@pytest.mark.parametrize("name", ["a\x1b[31m\u202e$(x) $y$.png", "-latin\udce9.png"])
def test_preview_of_an_odd_name_is_harmless(tmp_path: Path, name: str) -> None:
    save(tmp_path / "hat" / name, photo())
    arguments = ("preview", f"./{name}", "--rotation", "5", "-v", "--grid", "1x1")
    result = run(*arguments, cwd=tmp_path / "hat")
    assert_sound(result)
    _assert_harmless(result)
    (tmp_path / "hat" / name).write_bytes(b"damaged")
    _assert_harmless(run("preview", f"./{name}", cwd=tmp_path / "hat"))


@posix
@pytest.mark.parametrize("folder", ["a_aug001.png", "a_aug007.png", "A_AUG002.PNG"])
def test_copies_make_way_for_a_folder_called_like_them(tmp_path: Path, folder: str) -> None:
    names = ("hat/a.png", "hat/b.png", f"hat/{folder}/b.png")
    data, out = small_dataset(tmp_path / "data", *names), tmp_path / "out"
    result = run("expand", data, out, *FLAGS, "--json")
    assert_sound(result)
    assert_all_accounted_for(result.json, out, 3)
    others = f"hat/a~{_digest('hat/a.png')}", "hat/b", f"hat/{folder}/b"
    assert outputs(out).keys() == {f"{base}_aug00{k}.png" for base in others for k in (1, 2)}


@posix
def test_a_folder_in_the_place_of_copies_made_earlier_does_not_end_the_run(tmp_path: Path) -> None:
    data, out = small_dataset(tmp_path / "data", "hat/a.png"), tmp_path / "out"
    run("expand", data, out, *FLAGS)
    small_dataset(data, "hat/a_aug001.png/b.png")
    result = run("expand", data, out, *FLAGS, "--prune")
    assert_sound(result, 3)
    assert "a folder and a copy would have the same name" in result.stderr
    assert_sound(run("expand", data, out, *FLAGS))


@pytest.mark.parametrize("label", ["manifest.jsonl", "augcli.json", "Skipped.JSONL"])
def test_a_class_called_like_a_file_of_ours_is_refused_by_name(tmp_path: Path, label: str) -> None:
    data = small_dataset(tmp_path / "data", f"{label}/a.png", "hat/b.png")
    (data / label / "a.png").write_bytes(b"never opened")
    result = run("expand", data, tmp_path / "out", *FLAGS, "--json")
    assert result.code == 3
    assert_all_accounted_for(result.json, tmp_path / "out", 2)
    assert f"refused: {label}/a.png: its class has the name of a file of augcli" in result.stderr


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:8]


CUT = "\u00e9" * 116
LONG = "\u00e9" * 124 + ".png"
TWINS = {
    "a name like that of a copy made distinct": (
        *("hat/a.png", "hat/a_aug001.png", f"hat/a~{_digest('hat/a.png')}_aug001.png"),
    ),
    "a name like that of a long name cut short": (
        f"hat/{CUT}~{_digest('hat/' + LONG)}.png",
        f"hat/{LONG}",
    ),
    "names that clash but for case": (
        f"hat/A~{_digest('hat/a.png')}.png",
        *("hat/A.png", "hat/a.png"),
    ),
}


@pytest.mark.parametrize("originals", ORIGINALS)
@pytest.mark.parametrize("twins", TWINS)
def test_a_name_made_up_to_clash_is_kept_apart_too(twins: str, originals: Originals) -> None:
    _assert_distinct(sorted(TWINS[twins]), "same", originals)


STEMS = st.one_of(
    st.text(
        st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=40
    ),
    st.text(
        "aA\u00e9e\u0301\u00df\u1e9esSiI\u0130\u0131\u0345\u1fb3\u03b1\u03b9_aug01~", min_size=1
    ),
    st.builds(str.__mul__, st.sampled_from(["x", "\u00e9", "\u65e5"]), st.integers(60, 251)),
    st.sampled_from(["a", "a_aug001", "a_aug01", "a_aug1000", "A_AUG001", "a_aug\u0661"]),
)
ENDINGS = st.sampled_from(["png", "PNG", "jpg", "jpeg", "gif", "tif", "bmp", "webp"])


@given(
    st.lists(st.tuples(STEMS, ENDINGS), max_size=12),
    st.sampled_from(["same", "png", "jpg"]),
    st.sampled_from(ORIGINALS),
)
def test_outputs_are_always_distinct_and_never_too_long(
    names: list[tuple[str, str]], wanted: str, originals: Originals
) -> None:
    files = {f"hat/{stem}.{ending}" for stem, ending in names}
    _assert_distinct(sorted(n for n in files if len(n.encode()) <= 259), wanted, originals)


def _assert_distinct(files: list[str], wanted: str, originals: Originals) -> None:
    sources = [Source(name, "hat") for name in files]
    named = list(name_outputs(Folder(sources, []), wanted, originals))
    assert [source for source, _ in named] == sources
    made = [name.copy(number) for _, name in named for number in (1, 2, 9999)]
    keys = [_folded(name) for name in made]
    assert len(set(keys)) == len(keys)
    beside = [name.original for _, name in named if originals != "none"]
    assert set(keys).isdisjoint(map(_folded, beside))
    if originals == "link":
        assert beside == files
    else:
        assert len(set(map(_folded, beside))) == len(beside)
    for name in (*made, *(beside if originals == "copy" else ())):
        assert len(os.fsencode(name.rpartition("/")[2])) <= 255
    assert all(isinstance(name, OutputName) for _, name in named)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())

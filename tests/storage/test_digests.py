"""Known digests: read once, kept for later, and of no consequence if they are lost."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

import pytest

from augcli.storage.digests import KnownDigests, version_of

HATS = ("odd\n\u2028\udcff.png", "a.png")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the known digests, in a place of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def _file_of(cache: Path) -> Path:
    (found,) = cache.rglob("*.digests")
    return found


def _true(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _old_files(sample_images: Path) -> list[str]:
    """Return pictures that were put there long ago, so that their times tell of every change."""
    found = [path.relative_to(sample_images).as_posix() for path in sample_images.rglob("*.jpg")]
    if not all(version_of(f"{sample_images}/{name}") for name in found):
        pytest.skip("the checkout is younger than 2 seconds, and no test can make files older")
    return found


def test_a_file_that_is_known_is_not_read_again(sample_images: Path, cache: Path) -> None:
    names, first = _old_files(sample_images), KnownDigests(sample_images)
    assert [first.of(name) for name in names] == [_true(sample_images / name) for name in names]
    first.save()
    path = _file_of(cache)
    path.write_bytes(re.sub(rb"(?m)^[0-9a-f]{64} ", b"0" * 64 + b" ", path.read_bytes()))
    later = KnownDigests(sample_images)
    assert {later.of(name) for name in names} == {"0" * 64}


@pytest.mark.parametrize("damage", [b"", b"\0\n\xff", b"\n".join([b'x "', b"{}", b'0 1 2 3 4 "a'])])
def test_a_damaged_cache_costs_one_more_reading(
    sample_images: Path, cache: Path, damage: bytes
) -> None:
    names, first = _old_files(sample_images), KnownDigests(sample_images)
    for name in names:
        first.of(name)
    first.save()
    _file_of(cache).write_bytes(damage)
    later = KnownDigests(sample_images)
    assert [later.of(name) for name in names] == [_true(sample_images / name) for name in names]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_a_pipe_in_place_of_the_cache_is_not_waited_for(sample_images: Path, cache: Path) -> None:
    names, first = _old_files(sample_images), KnownDigests(sample_images)
    first.of(names[0])
    first.save()
    path = _file_of(cache)
    path.unlink()
    os.mkfifo(path)
    later = KnownDigests(sample_images)
    assert later.of(names[0]) == _true(sample_images / names[0])
    later.save()


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="links can't be told apart there")
def test_nothing_is_written_through_a_link_in_place_of_the_cache(
    tmp_path: Path, cache: Path
) -> None:
    first = KnownDigests(tmp_path)
    first.note("a.png", "1 2 3 4", "0" * 64)
    first.save()
    path, victim = _file_of(cache), tmp_path / "victim"
    path.unlink()
    victim.write_text("precious")
    path.symlink_to(victim)
    later = KnownDigests(tmp_path)
    later.note("a.png", "1 2 3 4", "0" * 64)
    later.save()
    assert victim.read_text() == "precious"


def test_a_name_of_any_kind_is_kept(tmp_path: Path, cache: Path) -> None:
    first = KnownDigests(tmp_path)
    for number, name in enumerate(HATS):
        first.note(name, f"{number} 2 3 4", str(number) * 64)
    first.save()
    kept = _file_of(cache).read_text("ascii").split("\n")
    assert len(list(filter(None, kept))) == len(HATS)


def test_a_cache_does_not_grow_for_ever(tmp_path: Path, cache: Path) -> None:
    digests = KnownDigests(tmp_path)
    digests.of("a.png")
    for number in range(5000):
        digests.note("a.png", f"{number} 2 3 4", "0" * 64)
        digests.save()
    assert _file_of(cache).stat().st_size < 400_000


@pytest.mark.usefixtures("cache")
def test_of_many_new_digests_few_are_in_memory_and_all_are_known(tmp_path: Path) -> None:
    digests = KnownDigests(tmp_path)
    digests.of("a.png")
    for number in range(25_000):
        digests.note(f"{number}.png", "1 2 3 4", f"{number:064x}")
        assert len(digests._saved) <= 10_000
    known = [digests.of(f"{number}.png", "gone", "1 2 3 4") for number in (0, 12_345, 24_999)]
    assert known == [f"{number:064x}" for number in (0, 12_345, 24_999)]


def test_the_digests_of_a_dataset_that_is_no_longer_used_are_removed(
    tmp_path: Path, cache: Path
) -> None:
    digests = KnownDigests(tmp_path / "one")
    digests.note("a.png", "1 2 3 4", "0" * 64)
    digests.save()
    os.utime(_file_of(cache), (0, 0))
    digests = KnownDigests(tmp_path / "other")
    digests.note("a.png", "1 2 3 4", "0" * 64)
    digests.save()
    assert _file_of(cache).stat().st_mtime > 1


def test_a_file_that_has_just_been_written_or_is_gone_has_no_version(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    os.utime(tmp_path / "a", (0, 0))
    assert version_of(f"{tmp_path}/a") == version_of(f"{tmp_path}/b") == ""

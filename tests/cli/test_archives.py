"""DATA in an archive: the same outputs as from its folder. Odd files cost themselves."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import zipfile
from pathlib import Path

import pytest

from augcli.dataset.membership import membership
from augcli.dataset.scan import Dataset
from augcli.storage.remote.url import as_path

from .archives import files_of, write_tar, write_zip
from .pictures import photo, save
from .running import Tree, assert_refused, run, run_python, tree

EXPAND = ("--copies", "1", "--rotation", "20", "--workers", "1")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of two classes, with names that are hard on URLs."""
    folder = tmp_path_factory.mktemp("data")
    for number, name in enumerate(("hat/a b.png", "hat/in/é%41.png", "shoe/c::d.png")):
        save(folder / name, photo(number))
    return folder


@pytest.fixture(scope="module")
def local(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Tree:
    out = tmp_path_factory.mktemp("local") / "out"
    assert run("expand", data, out, *EXPAND).code == 0
    return tree(out)


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz"])
def test_an_archive_gives_the_tree_of_its_folder(
    kind: str, data: Path, local: Tree, tmp_path: Path
) -> None:
    members = [(f"./in/side/{name}", content) for name, content in files_of(data)]
    archive = tmp_path / f"data.{kind}"
    if kind == "zip":
        write_zip(archive, [("in/side/", b""), *members])
    else:
        write_tar(archive, members, kind.partition(".")[2])
    url = f"{kind[:3]}://in/side::data.{kind}"
    done = run("expand", url, "out", *EXPAND, cwd=tmp_path)
    assert done.code == 0, done.stderr
    assert tree(tmp_path / "out") == local
    again = run("expand", url, "out", *EXPAND, cwd=tmp_path)
    assert "nothing to write" in again.stdout


def test_one_image_of_an_archive_is_previewed_under_its_name(data: Path, tmp_path: Path) -> None:
    write_zip(tmp_path / "data.zip", files_of(data))
    image = "zip://hat/a b.png::data.zip"
    done = run("preview", image, "--rotation", "9", "--output", "p.png", cwd=tmp_path)
    assert done.code == 0, done.stderr
    with contextlib.chdir(tmp_path):
        assert str(membership(as_path(image), "augcli.json")) == "hat/a b.png of data.zip"


def test_odd_files_of_an_archive_are_named_and_the_others_are_used(tmp_path: Path) -> None:
    picture = save(tmp_path / "a.png", photo()).read_bytes()
    names = ("good", "twice", "twice", "secret", "damaged", "link", "larger", "strange")
    members = [(f"hat/{name}.png", picture) for name in names]
    members += [("hat/../out.png", picture), ("/hat/root.png", picture)]
    members += [(f"hat/{'x/' * 9999}deep.png", picture)]
    with pytest.warns(UserWarning, match="Duplicate name"):
        write_zip(tmp_path / "data.zip", members, zipfile.ZIP_STORED)
    _spoil(tmp_path / "data.zip", picture)
    done = run("expand", "zip://::data.zip", "out", *EXPAND, cwd=tmp_path)
    assert done.code == 3, done.stderr
    assert [path.name for path in tmp_path.glob("out/hat/*")] == ["good_aug001.png"]
    told = (tmp_path / "out/skipped.jsonl").read_text("utf-8").splitlines()
    assert len(told) == 9
    for name, said in {
        "twice": "is in its archive twice",
        "secret": "is encrypted in its archive",
        "damaged": "is damaged in its archive",
        "link": "is a link",
        "larger": "is damaged in its archive",
        "strange": "is packed in a way that augcli doesn't read (method 9)",
        "out": "has a name that leads out of its archive",
        "root": "has a name that leads out of its archive",
        "x/" * 99 + "deep": "lies in more than 100 folders of its archive",
    }.items():
        assert any(f'"hat/{name}.png"' in line and said in line for line in told), (name, told)


def _spoil(archive: Path, picture: bytes) -> None:
    """Change what a zip tells of some files, in the headers at its end, and one in itself."""
    data = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as found:
        start = found.start_dir
        places = {one.filename: one.header_offset for one in found.infolist()}

    def of(name: str) -> int:
        return data.index(name.encode(), start) - 46  # where the header at the end begins

    data[of("hat/secret.png") + 8] |= 1
    data[places["hat/damaged.png"] + 30 + len("hat/damaged.png") + len(picture) // 2] ^= 255
    mode = (stat.S_IFLNK | 0o777) << 16
    data[of("hat/link.png") + 38 : of("hat/link.png") + 42] = mode.to_bytes(4, "little")
    size = (len(picture) - 9).to_bytes(4, "little")
    data[of("hat/larger.png") + 24 : of("hat/larger.png") + 28] = size
    data[of("hat/strange.png") + 10] = 9
    archive.write_bytes(bytes(data))


def test_a_file_that_unpacks_to_more_than_the_limit_is_not_unpacked(tmp_path: Path) -> None:
    picture = save(tmp_path / "a.png", photo()).read_bytes()
    write_zip(tmp_path / "d.zip", [("hat/a.png", picture), ("hat/b.png", picture + bytes(1 << 20))])
    most = str(1 << 20)
    done = run("expand", "zip://::d.zip", "out", *EXPAND, "--max-bytes", most, cwd=tmp_path)
    assert done.code == 3
    assert "too-many-bytes" in (tmp_path / "out/skipped.jsonl").read_text("utf-8")


@pytest.mark.parametrize("kind", ["ZIP", "tar"])
def test_a_file_with_the_name_of_a_folder_gives_way(kind: str, data: Path, tmp_path: Path) -> None:
    files = files_of(data)
    write = write_zip if kind == "ZIP" else write_tar
    write(tmp_path / "data.ar", [("shoe", b"x"), *files, ("hat", b"x")])
    listing = Dataset(as_path(f"{kind}://::{tmp_path / 'data.ar'}"))
    found = [source.name for folder in listing.folders() for source in folder.sources]
    assert sorted(found) == sorted(name for name, _ in files)


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz"])
def test_an_archive_that_is_cut_short_is_refused(kind: str, data: Path, tmp_path: Path) -> None:
    archive = tmp_path / f"data.{kind}"
    if kind == "zip":
        write_zip(archive, files_of(data))
    else:
        write_tar(archive, files_of(data), kind.partition(".")[2])
    archive.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    refused = run("inspect", f"{kind[:3]}://::data.{kind}", cwd=tmp_path)
    assert_refused(refused, f"data.{kind} is ")
    assert "fetch it again" in refused.stderr


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("zip://hat", "zip://hat names no archive"),
        ("zip://hat::", "zip://hat:: names no archive"),
        ("zip://::missing.zip", "missing.zip does not exist"),
        ("zip://::folder", "is no file"),
        ("zip://::text.zip", "text.zip is no whole zip"),
        ("tar://::text.zip", "text.zip is "),
        ("zip://a.zip::zip://b.zip::c.zip", "an archive in an archive is not read"),
        ("zip://::foo://b/c.zip", "augcli reads no foo:// URLs"),
        ("tar://::sftp://me:word@host/c.tar", "there is a password in the URL"),
    ],
)
def test_a_chain_that_leads_to_no_archive_is_refused(url: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.zip").write_bytes(b"no archive" * 100)
    assert_refused(run("inspect", url, cwd=tmp_path), said)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a signal that kills")
def test_what_a_killed_run_unpacked_is_removed_by_the_next_one_and_what_is_in_use_is_not(
    data: Path, tmp_path: Path
) -> None:
    write_tar(tmp_path / "data.tar.gz", files_of(data), "gz")
    (tmp_path / "tmp").mkdir()
    env = {"TMPDIR": str(tmp_path / "tmp"), "_AUGCLI_UNPACKED": None}
    unpack = "from augcli.storage.archives.unpacked import unpacked; print(unpacked('data.tar.gz'))"
    inspect = ("-m", "augcli", "inspect", "tar://::data.tar.gz")
    killed = f"{unpack}; import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    assert run_python("-c", killed, cwd=tmp_path, env=env).code == -9
    (left,) = (tmp_path / "tmp").iterdir()
    os.utime(left, (0, 0))
    # It is in use while this block goes on in the process that made it.
    within = f"""
import os, subprocess, sys
{unpack}
os.utime(os.environ.pop("_AUGCLI_UNPACKED"), (0, 0))
subprocess.run([sys.executable, *{inspect}], check=True)
print(len(os.listdir("tmp")))
"""
    done = run_python("-c", within, cwd=tmp_path, env=env)
    assert (done.code, done.stdout.splitlines()[-1]) == (0, "1"), done.stderr
    assert not list((tmp_path / "tmp").iterdir())


@pytest.mark.parametrize(("kind", "ending"), [("zip", "zip"), ("tar", "tgz")])
def test_what_to_write_for_an_archive_is_told(kind: str, ending: str, tmp_path: Path) -> None:
    archive = tmp_path / f"data.{ending}"
    assert_refused(run("inspect", f"{kind}://::{archive}"), f"{archive} does not exist")
    archive.touch()
    result = run("inspect", archive)
    assert_refused(result, f"{archive} is a file")
    assert f"write {kind}://::{archive}" in result.stderr


def test_a_tar_of_zstandard_is_named_as_such_and_not_as_damaged(tmp_path: Path) -> None:
    (tmp_path / "d.tar.zst").write_bytes(b"\x28\xb5\x2f\xfd" + bytes(99))
    done = run("expand", "tar://::d.tar.zst", "out", *EXPAND, cwd=tmp_path)
    assert_refused(done, "is compressed by Zstandard")
    assert "zstd -d" in done.stderr

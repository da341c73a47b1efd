"""Files that people have: which are images, and what is told of the others."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from heic import TINY

from .pictures import deep, load, photo, save
from .running import Result, expand, outputs, records, run, skipped

FLAGS = ("--copies", "1", "--rotation", "10")
DICOM = bytes(128) + b"DICM"
# Files of formats that are not read, with the name that they are told by.
UNREAD = {
    "a.dcm": (DICOM, "DICOM"),
    "no_ending": (DICOM, "DICOM"),
    "b.NEF": (b"MM\0*\0\0\0\x08", "camera raw"),
    "c.psd": (b"8BPS", "PSD"),
    "d.svg": (b"<svg/>", "SVG"),
    "e.mp4": (b"\0\0\0\x18ftypisom", "video"),
    "f.npy": (b"\x93NUMPY", "NumPy"),
    "g.tga": (bytes(18), "TGA"),
    "h.jp2": (b"\0\0\0\x0cjP  \r\n", "JPEG 2000"),
    "i.nii.gz": (b"\x1f\x8b", "NIfTI"),
    "j.jpg": (b"%PDF-1.7", "PDF"),
    "train-images-idx3-ubyte": (b"\0\0\x08\3" + bytes(40), "IDX"),
    "l.mrc": (bytes(80), "slide or microscope"),
    "m.pcd": (bytes(80), "Photo CD"),
    "n.ai": (b"%!PS-Adobe", "drawing"),
    "k.TIF_ORIG": (b"II*\0\x08\0\0\0", "TIFF-like"),
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    save(tmp_path / "data" / "hat" / "sound.png", photo())
    return tmp_path / "data"


def _jpeg(path: Path) -> None:
    shutil.copyfile(save(path.parents[2] / "any.jpg", photo(1)), path)


def test_a_jpeg_is_read_whatever_its_ending(data: Path) -> None:
    copies = {
        "a.jfif": "a_aug001.jpg",
        "b.JPE": "b_aug001.jpg",
        "c.JPG_ORIG": "c_aug001.jpg",
        "d.jpg~": "d_aug001.jpg",
        "e": "e_aug001.jpg",
        "f.0001": "f.0001_aug001.jpg",
        "g.heic": "g_aug001.jpg",
    }
    for name in copies:
        _jpeg(data / "hat" / name)
    out = data.parent / "out"
    expand(data, out, *FLAGS)
    made = {Path(record["source"]).name: record["file"] for record in records(out)}
    assert made == {"sound.png": "hat/sound_aug001.png"} | {
        name: f"hat/{copy}" for name, copy in copies.items()
    }
    assert {outputs(out)[f"hat/{copy}"][:2] for copy in copies.values()} == {b"\xff\xd8"}
    assert run("verify", out, data, "--deep").code == 0
    assert run("expand", data, out, *FLAGS).stdout.endswith("nothing to write\n")


def test_a_link_to_an_original_without_ending_has_one(data: Path) -> None:
    _jpeg(data / "hat" / "a.JPG_ORIG")
    out = data.parent / "out"
    expand(data, out, *FLAGS, "--originals", "link")
    assert "hat/a.JPG_ORIG.jpg@" in outputs(out)
    assert run("verify", out).code == 0


def test_other_formats_become_png_and_keep_16_bits(data: Path) -> None:
    pytest.importorskip("pi_heif", reason="needs pi_heif, which not all machines have")
    Path(data / "hat" / "h.heic").write_bytes(TINY)
    save(data / "hat" / "v.avif", photo(2))
    save(data / "hat" / "p.ppm", photo(3))
    save(data / "hat" / "g.pgm", deep(4, channels=1))
    out = data.parent / "out"
    expand(data, out, *FLAGS)
    assert {Path(name).name for name in outputs(out)} == {
        f"{stem}_aug001.png" for stem in ("sound", "h", "v", "p", "g")
    }
    assert load(out / "hat" / "g_aug001.png").mode == "I;16"


def test_images_of_formats_that_are_not_read_are_named_and_make_exit_3(data: Path) -> None:
    for name, (content, _) in UNREAD.items():
        (data / "hat" / name).write_bytes(content)
    out = data.parent / "out"
    for _ in range(2):  # a second run says the same
        result = run("expand", data, out, *FLAGS)
        assert result.code == 3
        assert "not an image" not in result.stderr
        for kind in {kind for _, kind in UNREAD.values()} - {"DICOM"}:
            assert f"1 {kind} file left out: " in result.stderr
        assert "2 DICOM files left out: export as 16-bit PNG or TIFF first (" in result.stderr
    assert {(r["source"], r["kind"]) for r in skipped(out)} == {
        (f"hat/{name}", kind) for name, (_, kind) in UNREAD.items()
    }
    assert {(r["status"], r["reason"]) for r in skipped(out)} == {("refused", "format")}


def test_a_dry_run_and_json_count_the_formats_that_are_not_read(data: Path) -> None:
    for name, (content, _) in UNREAD.items():
        (data / "hat" / name).write_bytes(content)
    dry = run("expand", data, data.parent / "out", *FLAGS, "--dry-run", "--json")
    assert dry.code == 3
    assert dry.json["unread"]["DICOM"] == 2
    assert "2 DICOM files left out: " in dry.stderr
    assert "PDF" not in dry.json["unread"]  # its name says JPEG, and a dry run opens few files
    result = run("expand", data, data.parent / "out", *FLAGS, "--json")
    assert result.json["unread"] == {**dry.json["unread"], "PDF": 1}
    assert (result.json["sources"], result.json["refused"]) == (len(UNREAD) + 1, len(UNREAD))


def test_heic_tells_the_extra_where_it_is_missing(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pi_heif", None)
    for name in ("a.heic", "b.HEIF"):
        (data / "hat" / name).write_bytes(TINY)
    result = run("expand", data, data.parent / "out", *FLAGS)
    assert result.code == 3
    assert (
        "2 HEIC files left out: pip install 'augcli[heif]' (hat/a.heic, hat/b.HEIF)"
        in result.stderr
    )
    shown = run("preview", data / "hat" / "a.heic", cwd=data.parent)
    assert shown.code == 2
    assert shown.stderr.endswith("  -> pip install 'augcli[heif]'\n")


@pytest.mark.parametrize(
    "name", [name for name in UNREAD if name not in ("no_ending", "k.TIF_ORIG")]
)
def test_a_preview_of_such_a_file_names_the_format_and_the_way_out(data: Path, name: str) -> None:
    content, kind = UNREAD[name]
    (data / "hat" / name).write_bytes(content)
    result = run("preview", data / "hat" / name, cwd=data.parent)
    assert result.code == 2
    problem, way_out = result.stderr.splitlines()
    assert problem.endswith(f"{name}: is {kind}, which is not read")
    assert way_out.startswith("  -> ")


def test_a_preview_of_the_folder_counts_them(data: Path) -> None:
    for name in ("a.dcm", "b.dcm"):
        (data / "hat" / name).write_bytes(DICOM)
    result = run("preview", data, "--rotation", "10", cwd=data.parent)
    assert result.code == 0
    assert "2 DICOM files left out: " in result.stderr


def test_what_stands_beside_images_is_counted_and_no_reason_for_exit_3(data: Path) -> None:
    for name in ("sound.txt", "sound.xml", "sound.json", "classes.names", "strange.xyz"):
        (data / "hat" / name).write_text("0 0.5 0.5 1 1", "utf-8")
    result = expand(data, data.parent / "out", *FLAGS)
    assert (
        "passed over (not an image): 5 entries: hat/classes.names, hat/sound.json, "
        "hat/sound.txt, …" in result.stderr
    )


def test_a_backup_of_an_image_is_not_a_second_image(data: Path) -> None:
    for name in ("sound.png~", "sound.png_original", "SOUND.png.bak"):
        shutil.copyfile(data / "hat" / "sound.png", data / "hat" / name)
    result = expand(data, data.parent / "out", *FLAGS)
    assert len(records(data.parent / "out")) == 1
    assert "passed over (a backup of the image beside it): 3 entries" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_pipe_without_an_ending_holds_nothing_up(data: Path) -> None:
    import os

    os.mkfifo(data / "hat" / "pipe")  # type: ignore[attr-defined,unused-ignore]  # not on Windows
    result: Result = expand(data, data.parent / "out", *FLAGS)
    assert "passed over (not an image): 1 entry: hat/pipe" in result.stderr

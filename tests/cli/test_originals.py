"""Originals are what copies are: upright, of their size and format, without metadata."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps, PngImagePlugin

from .pictures import SRGB, deep, load, load_deep, photo, save, save_deep
from .running import expand, outputs, records, run, skipped, tree

ONE = ("--copies", "1", "--rotation", "0")
COPY = ("--originals", "copy")
SECRET = b"52.5 N, 13.4 E"
COLOUR = Image.fromarray(photo(1))
RGBA = np.dstack([photo(5), np.tile(np.linspace(0, 255, 40, dtype=np.uint8), (30, 1))])


def _exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = SECRET.decode()
    return exif


def _text() -> PngImagePlugin.PngInfo:
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SECRET.decode())
    return text


def _with_a_thumbnail(path: Path) -> None:
    """Write a JPEG whose JFIF segment holds a thumbnail of 1x5 pixels, which is the secret."""
    stream = io.BytesIO()
    COLOUR.save(stream, "JPEG")
    jpeg, pixels = stream.getvalue(), SECRET.ljust(15)
    path.write_bytes(jpeg[:4] + b"\0\x1f" + jpeg[6:18] + b"\1\5" + pixels + jpeg[20:])


def _with_more_in_the_segment_of_adobe(path: Path) -> None:
    """Write a JPEG of plain RGB, which only that segment says; the secret is at its end."""
    jpeg = save(path, COLOUR, keep_rgb=True).read_bytes()
    start = jpeg.index(b"\xff\xee\0\x0eAdobe")
    size = (14 + len(SECRET)).to_bytes(2, "big")
    segment = jpeg[start : start + 2] + size + jpeg[start + 4 : start + 16] + SECRET
    path.write_bytes(jpeg[:start] + segment + jpeg[start + 16 :])


def _with_data_at_its_end(path: Path, **options: object) -> None:
    save(path, COLOUR, **options)
    path.write_bytes(path.read_bytes() + SECRET)


ALL = {"exif": _exif(), "xmp": SECRET, "icc_profile": SRGB}
MAKE: dict[str, Callable[[Path], object]] = {
    "plain.jpg": lambda path: save(path, COLOUR),
    "plain.png": lambda path: save(path, COLOUR),
    "plain.webp": lambda path: save(path, COLOUR),
    "full.jpg": lambda path: _with_data_at_its_end(path, **ALL, comment=SECRET),
    "progressive.jpg": lambda path: save(path, COLOUR, progressive=True, **ALL),
    "thumbnail.jpg": _with_a_thumbnail,
    "adobe.jpg": _with_more_in_the_segment_of_adobe,
    "gray.jpeg": lambda path: save(path, photo(2, channels=1), comment=SECRET),
    "full.png": lambda path: save(path, COLOUR, pnginfo=_text(), exif=_exif(), icc_profile=SRGB),
    "ended.png": _with_data_at_its_end,
    "full.webp": lambda path: save(path, RGBA, quality=60, **ALL),
    "odd.webp": lambda path: save(path, COLOUR, lossless=True, xmp=SECRET + b"!"),
    "ended.webp": _with_data_at_its_end,
    "full.tif": lambda path: save(path, COLOUR, exif=_exif(), icc_profile=SRGB),
    "plain.bmp": lambda path: save(path, COLOUR),
    "palette.gif": lambda path: save(path, COLOUR.quantize(9), comment=SECRET),
    "palette.png": lambda path: save(path, COLOUR.quantize(9)),
    "one_bit.png": lambda path: save(path, COLOUR.convert("1")),
    "deep.png": lambda path: save_deep(path, deep(3)),
    "inks.jpg": lambda path: save(path, COLOUR.convert("CMYK"), comment=SECRET),
    "phone.jpg": lambda path: save(
        path, COLOUR, format="MPO", save_all=True, append_images=[COLOUR], exif=_exif()
    ),
    "turned3.jpg": lambda path: save(path, COLOUR, exif=_exif(3)),
    "turned6.jpg": lambda path: save(path, COLOUR, exif=_exif(6)),
    "turned6.png": lambda path: save(path, COLOUR, exif=_exif(6)),
    "turned8.webp": lambda path: save(path, COLOUR, exif=_exif(8)),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset, data, and its expansion with originals, out; tests only read it."""
    root = tmp_path_factory.mktemp("originals")
    (root / "data" / "hat").mkdir(parents=True)
    for name, make in MAKE.items():
        make(root / "data" / "hat" / name)
    expand(root / "data", root / "out", *ONE, *COPY)
    return root


def _originals(out: Path) -> dict[str, Path]:
    listed = records(out)
    return {found["source"][4:]: out / found["file"] for found in listed if not found["copy"]}


def test_every_source_has_an_original_without_metadata(root: Path) -> None:
    found = _originals(root / "out")
    assert found.keys() == MAKE.keys()
    for name, path in found.items():
        assert path.suffix == Path(name).suffix.replace(".gif", ".png")
        data = path.read_bytes()
        assert SECRET not in data
        assert b"Exif" not in data
        icc = load(root / "data" / "hat" / name).info.get("icc_profile")
        assert load(data).info.get("icc_profile") == icc


@pytest.mark.parametrize("name", MAKE)
def test_it_is_upright_and_shows_the_pixels_of_the_source(root: Path, name: str) -> None:
    original, source = _originals(root / "out")[name], root / "data" / "hat" / name
    upright = ImageOps.exif_transpose(load(source))
    ours = load(original)
    assert ours.getexif().get(0x0112, 1) == 1
    assert ours.size == upright.size
    wanted = np.asarray(upright.convert(ours.mode), float)
    lossy = name in ("inks.jpg", "turned3.jpg", "turned6.jpg", "turned8.webp")
    assert np.abs(np.asarray(ours, float) - wanted).mean() <= (3 if lossy else 0)
    if name == "deep.png":
        assert np.array_equal(load_deep(original), load_deep(source))


def test_the_bytes_are_those_of_a_source_that_needs_no_change(root: Path) -> None:
    found = _originals(root / "out")
    for name in ("plain.jpg", "plain.png", "plain.webp"):
        assert found[name].read_bytes() == (root / "data" / "hat" / name).read_bytes()
    for name in (
        "full.jpg",
        "full.webp",
        "phone.jpg",
    ):  # not encoded anew, which would lose quality
        assert len(found[name].read_bytes()) < (root / "data" / "hat" / name).stat().st_size


@pytest.mark.parametrize(
    "flags",
    [
        ("--size", "24x20"),
        ("--size", "24x20", "--fit", "contain"),
        ("--format", "jpg", "--size", "24x20"),
        ("--format", "png"),
        ("--format", "webp", "--quality", "70"),
    ],
)
def test_a_size_and_a_format_are_those_of_the_copies(
    root: Path, tmp_path: Path, flags: tuple[str, ...]
) -> None:
    out = tmp_path / "out"
    expand(root / "data", out, *ONE, *COPY, *flags)
    found = {(record["source"], record["copy"]): record for record in records(out)}
    assert len(found) == 2 * len(MAKE)
    for (source, copy), record in found.items():
        unmoved = found[source, 1]
        same = {"width", "height", "source_sha256"}
        assert {key: record[key] for key in same} == {key: unmoved[key] for key in same}
        if "--size" in flags or record["file"].rpartition(".")[2] != source.rpartition(".")[2]:
            assert (out / record["file"]).read_bytes() == (out / unmoved["file"]).read_bytes()
        if "--size" in flags:
            assert load(out / record["file"]).size == (24, 20)
        assert copy or "_aug" not in record["file"]
    assert run("verify", out, root / "data", "--deep").code == 0


def test_verify_and_replay_and_another_run_know_the_originals(root: Path, tmp_path: Path) -> None:
    data, out = root / "data", tmp_path / "out"
    shutil.copytree(root / "out", out)
    before = tree(out)
    assert run("verify", out, data, "--deep").code == 0
    for name in ("full.jpg", "turned6.jpg", "palette~"):
        for lost in (out / "hat").glob(f"{name}*"):
            lost.unlink()
    assert run("replay", out, "--all", "--data", data).code == 0
    assert tree(out) == before
    (out / "hat" / "full.webp").write_bytes(b"edited")
    (out / "hat" / "full.png").unlink()
    assert expand(data, out, *ONE, *COPY, "--json").json["written"] == 2
    assert tree(out) == before
    sized = ("--size", "24x20", "--format", "png")
    assert run("replay", out, "--all", "--data", data, "-o", tmp_path / "new", *sized).code == 0
    assert {load(path).size for path in (tmp_path / "new").rglob("*.png")} == {(24, 20)}
    assert len(outputs(tmp_path / "new")) == len(outputs(out))


def test_an_original_that_comes_out_differently_is_found(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(root / "out", out)
    listed = {record["file"]: record for record in records(out)}
    one, other = listed["hat/full.jpg"], listed["hat/plain.jpg"]
    shutil.copy(out / other["file"], out / one["file"])
    one |= {key: other[key] for key in ("bytes", "sha256")}
    lines = "".join(json.dumps(record) + "\n" for record in listed.values())
    (out / "manifest.jsonl").write_text(lines, "utf-8")
    assert run("verify", out).code == 0
    result = run("verify", out, root / "data", "--deep", "--json")
    assert [(found["file"], found["kind"]) for found in result.json["differences"]] == [
        ("hat/full.jpg", "pixels")
    ]


def test_a_bad_source_has_no_original(tmp_path: Path) -> None:
    path = save(tmp_path / "data" / "hat" / "bad.png", COLOUR)
    path.write_bytes(path.read_bytes()[:300])
    save(tmp_path / "data" / "hat" / "good.png", COLOUR)
    assert run("expand", tmp_path / "data", tmp_path / "out", *ONE, *COPY).code == 3
    assert outputs(tmp_path / "out").keys() == {"hat/good.png", "hat/good_aug001.png"}
    assert [record["source"] for record in skipped(tmp_path / "out")] == ["hat/bad.png"]


@pytest.mark.parametrize("flags", [(), ("--size", "24x20"), ("--format", "png")])
def test_links_say_what_they_cannot_do(root: Path, tmp_path: Path, flags: tuple[str, ...]) -> None:
    data = tmp_path / "data"
    for name in ("turned6.jpg", "palette.gif"):
        (data / "hat").mkdir(parents=True, exist_ok=True)
        shutil.copy(root / "data" / "hat" / name, data / "hat")
    result = expand(data, tmp_path / "out", *ONE, "--originals", "link", *flags)
    (said,) = [line for line in result.stderr.splitlines() if "--originals link" in line]
    for part in ("metadata", "--originals copy", *flags[:1]):
        assert part in said
    for name in ("turned6.jpg", "palette.gif"):
        linked = tmp_path / "out" / "hat" / name
        assert linked.read_bytes() == (data / "hat" / name).read_bytes()
        linked.unlink()
    before = outputs(tmp_path / "out")
    assert run("replay", tmp_path / "out", "--all", "--data", data).code == 0
    assert outputs(tmp_path / "out").items() > before.items()
    assert run("verify", tmp_path / "out", data, "--deep").code == 0

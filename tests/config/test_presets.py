"""The presets keep their promises, and docs/presets.md shows them as they are."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from augcli.catalogue.registry import catalogue
from augcli.config.presets import NATURAL, load, presets
from augcli.config.read import parse_pipeline
from augcli.config.write import as_toml
from augcli.imaging.codec.decode import decode
from augcli.imaging.resampling import Resampling
from tools.docs.presets_page import picture, preset_entries

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "presets"
LEVELS = 1.0  # another codec stays well below, another pipeline doesn't

MIRRORS = {"horizontal_flip", "vertical_flip", "transpose"}
TURNS = {"rot90", "vertical_flip", "transpose"}
BENDS = {"elastic", "grid_distortion", "thin_plate", "barrel"}
HIDES = {"random_erasing", "cutout", "grid_mask", "hide_and_seek"}
CUTS = {"crop"}
MIXES = {"mixup", "cutmix", "mosaic"}
COLOURS = {one.name for one in catalogue().values() if one.group == "colour"}
WEATHER = {one.name for one in catalogue().values() if one.group == "weather"}

PROMISES = {
    "natural": ({"horizontal_flip"}, TURNS | BENDS | HIDES | COLOURS),
    "strong": ({"crop", "hue", "random_erasing", "horizontal_flip"}, TURNS),
    "aerial": ({"rot90", "horizontal_flip", "fog", "perspective"}, BENDS | HIDES | {"hue"}),
    "satellite": (
        {"rot90", "horizontal_flip", "fog"},
        BENDS | HIDES | CUTS | {"zoom", "perspective", "hue", "rotation"},
    ),
    "microscopy": (
        {"rot90", "horizontal_flip", "elastic", "hue", "defocus"},
        HIDES | CUTS | WEATHER | {"perspective"},
    ),
    "medical-xray": (
        {"rotation", "gamma"},
        MIRRORS | TURNS | BENDS | HIDES | CUTS | COLOURS | WEATHER | {"perspective", "shear"},
    ),
    "documents": (
        {"perspective", "shadow", "jpeg_compression"},
        MIRRORS | TURNS | BENDS | HIDES | CUTS | {"hue"},
    ),
    "digits": ({"elastic", "shear"}, MIRRORS | TURNS | HIDES | CUTS | COLOURS),
    "face": ({"horizontal_flip", "gamma"}, TURNS | BENDS | CUTS | {"hue", "grayscale", "shear"}),
    "product": ({"perspective", "zoom", "cutout"}, MIRRORS | TURNS | BENDS | {"hue", "grayscale"}),
}
STEEPEST = {"medical-xray": 10, "documents": 5, "digits": 10}
each_preset = pytest.mark.parametrize("name", presets())


def test_there_is_a_preset_for_every_kind_of_pictures() -> None:
    assert set(presets()) == set(PROMISES)
    assert presets()[0] == NATURAL


@each_preset
def test_a_preset_has_the_transforms_its_field_needs_and_none_that_it_forbids(name: str) -> None:
    needed, forbidden = PROMISES[name]
    found = {step.transform.name for step in load(name).pipeline.steps()}
    assert needed <= found
    assert not found & (forbidden | MIXES)


def test_natural_mirrors_the_picture_beyond_its_edges_and_flags_alone_repeat_the_edge() -> None:
    assert load(NATURAL).resampling.fill_mode == "reflect"
    assert parse_pipeline(b'[[step]]\ntransform = "zoom"', "flags").resampling == Resampling()
    assert Resampling().fill_mode == "nearest"


def test_the_page_of_presets_tells_how_each_samples_and_what_full_scale_is() -> None:
    sections = preset_entries().split("## ")[1:]
    entries = {text.split("\n")[0]: text for text in sections}
    assert "`--fill-mode reflect`" in entries["natural"]
    assert "`--depth-range data --fill-mode constant`" in entries["medical-xray"]
    assert "--fill-mode" not in entries["satellite"]


@each_preset
def test_rotations_are_no_larger_than_the_field_allows(name: str) -> None:
    for step in load(name).pipeline.steps():
        if step.transform.name == "rotation":
            interval = step.interval("degrees")
            assert max(-interval.low, interval.high) <= STEEPEST.get(name, 15)


@each_preset
def test_a_preset_gives_its_reason_in_one_to_five_sentences(name: str) -> None:
    why = load(name).why
    assert 1 <= len(re.findall(r"[.;]( |$)", why)) <= 5
    assert why.endswith(".")
    assert "\n" not in why
    assert len(why) < 400


@each_preset
def test_a_preset_written_as_a_file_is_the_same_pipeline(name: str) -> None:
    file = load(name)
    again = parse_pipeline(as_toml(file).encode(), "again")
    assert again.pipeline.settings() == file.pipeline.settings()
    assert (again.resampling, again.why) == (file.resampling, file.why)


@each_preset
def test_the_picture_of_a_preset_shows_what_it_does(name: str) -> None:
    stored = (PICTURES / f"{name}.jpg").read_bytes()
    assert len(stored) < 40_000
    now = decode(picture(name, ROOT / "sample_images")).pixels.astype(np.int16)
    assert np.abs(now - decode(stored).pixels).mean() < LEVELS, "stale: run `make docs`"


def test_every_picture_belongs_to_a_preset() -> None:
    assert {path.name for path in PICTURES.iterdir()} == {f"{name}.jpg" for name in presets()}


def test_the_page_of_presets_is_up_to_date() -> None:
    assert preset_entries() in (ROOT / "docs" / "presets.md").read_text("utf-8")

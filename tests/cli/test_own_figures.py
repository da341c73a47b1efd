"""Figures that augcli drew are no images to train on, whatever their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from .pictures import photo, save
from .running import expand, outputs, run

FLAGS = ("--rotation", "10")
NAMES = ["chart.png", "sound_preview.png", "chart.jpg", "chart.webp", "chart.svg", "chart.pdf"]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("figures") / "data"
    image = save(data / "hat" / "sound.png", photo())
    for name in NAMES:
        target = data / "hat" / name
        assert run("preview", image, *FLAGS, "-o", target, "--grid", "1x1").code == 0
    return data


def test_figures_in_a_class_folder_are_passed_over(data: Path, tmp_path: Path) -> None:
    for _ in range(2):  # a second run too
        result = expand(data, tmp_path / "out", *FLAGS, "--copies", "1", "--json")
        assert outputs(tmp_path / "out").keys() == {"hat/sound_aug001.png"}
        assert result.json["sources"] == 1
        assert result.json["passed_over"] == {"a figure of augcli": len(NAMES)}
        assert "passed over (a figure of augcli): 6 entries: hat/chart" in result.stderr


def test_figures_are_nobodys_partners(data: Path, tmp_path: Path) -> None:
    save(data.parent / "mixed" / "hat" / "other.png", photo(1))
    for name in ("sound.png", "chart.png"):
        target = data.parent / "mixed" / "hat" / name
        target.write_bytes((data / "hat" / name).read_bytes())
    expand(data.parent / "mixed", tmp_path / "out", "--mixup", "0.4", "--copies", "2")
    assert {name[4:9] for name in outputs(tmp_path / "out")} == {"other", "sound"}


def test_a_preview_of_the_folder_passes_over_them(data: Path, tmp_path: Path) -> None:
    result = run("preview", data, *FLAGS, "-o", tmp_path / "f.png", "--grid", "20x1")
    assert result.code == 0
    assert "hat/chart.png is passed over: it is a figure of augcli" in result.stderr


def test_copies_of_ordinary_pictures_have_no_mark(data: Path, tmp_path: Path) -> None:
    expand(data, tmp_path / "out", *FLAGS, "--copies", "1")
    assert b"augcli" not in outputs(tmp_path / "out")["hat/sound_aug001.png"]

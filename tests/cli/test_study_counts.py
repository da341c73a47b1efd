"""Which photos ``augcli study`` counts, and how: groups, classes, samples, holdouts.

The model is a threshold on a picture's level, so what must come out is known.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from .pictures import photo, save
from .running import assert_refused, run

HELD = ("--horizontal-flip", "--repeats", "1", "--copies", "1")
QUICK = (*HELD, "--folds", "2")
PLAIN, AUGMENTED = 102, 114  # levels above which a picture is taken for the second class
HINT = "Near duplicates in two folds flatter the model"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A model that knows whether it was shown copies, and what it does then."""
    file = tmp_path_factory.mktemp("model") / "model.py"
    file.write_text(
        "def by_level(x, y, asked, classes, seed):\n"
        "    half = len(y) // 2\n"
        "    copies = len(y) % 2 == 0 and (y[:half] == y[half:]).all()\n"
        f"    return (asked.mean((1, 2, 3)) > ({AUGMENTED} if copies else {PLAIN})).astype(int)\n"
        "def constant(x, y, asked, classes, seed):\n"
        "    return (asked[:, 0, 0, 0] * 0).astype(int)\n"
        "def first(x, y, asked, classes, seed):\n"
        "    return (asked.mean((1, 2, 3)) > 127).astype(int)\n"
    )
    return f"{file}:by_level"


def levels(count: int, seed: int) -> dict[str, list[int]]:
    """Return the levels of the pictures of two classes, of which the second has half as many."""
    generator = np.random.default_rng(seed)
    return {
        "dark": [4 * int(one) for one in generator.integers(15, 31, count)],
        "light": [4 * int(one) for one in generator.integers(22, 40, count // 2)],
    }


def drawn(root: Path, of: dict[str, list[int]], times: int = 1, seed: int = 0) -> Path:
    """Write pictures whose mean is a level, each a number of times under names of its own."""
    for label, some in of.items():
        for number, level in enumerate(some):
            pattern = photo(1000 * seed + 2 * number + len(label) % 2, 64, 64).astype(float)
            picture = (level + 0.2 * (pattern - pattern.mean())).round().astype(np.uint8)
            for copy in range(times):
                save(root / label / f"{label}{number}_{copy}.png", picture)
    return root


def study(data: Path, model: str, *flags: str | Path) -> dict[str, Any]:
    result = run("study", data, *QUICK, "--model", model, *flags, "--json")
    assert result.code == 0, result.stderr
    return result.json


def macro_f1(of: dict[str, list[int]], threshold: int) -> float:
    dark, light = (np.array(of[label]) > threshold for label in ("dark", "light"))
    first = 2 * (~dark).sum() / (2 * (~dark).sum() + dark.sum() + (~light).sum())
    second = 2 * light.sum() / (2 * light.sum() + dark.sum() + (~light).sum())
    return float(first + second) / 2


def accuracy(of: dict[str, list[int]], threshold: int) -> float:
    right = sum(one <= threshold for one in of["dark"]) + sum(
        one > threshold for one in of["light"]
    )
    return right / sum(map(len, of.values()))


@pytest.mark.parametrize(("metric", "known"), [("accuracy", accuracy), ("macro-f1", macro_f1)])
def test_the_metric_that_is_printed_is_the_metric(
    tmp_path: Path, model: str, metric: str, known: Any
) -> None:
    of = levels(24, 1)
    found = study(drawn(tmp_path, of), model, "--metric", metric)
    (row,) = found["rows"]
    assert found["metric"] == metric
    assert found["baseline"] == pytest.approx(known(of, PLAIN), abs=1e-6)
    assert row["score"] == pytest.approx(known(of, AUGMENTED), abs=1e-6)
    assert row["change"] == pytest.approx(known(of, AUGMENTED) - known(of, PLAIN), abs=2e-6)


@pytest.mark.parametrize("metric", ["accuracy", "macro-f1"])
def test_a_model_that_names_the_largest_class_learns_nothing(
    tmp_path: Path, model: str, metric: str
) -> None:
    constant = model.replace("by_level", "constant")
    found = study(drawn(tmp_path, levels(40, 2)), constant, "--metric", metric)
    assert (found["learns"], found["rows"][0]["verdict"]) == (False, None)
    assert found["baseline"] == pytest.approx(2 / 3 if metric == "accuracy" else 0.4, abs=1e-6)


def test_copies_of_a_photo_in_its_group_tell_nothing_new(tmp_path: Path, model: str) -> None:
    of = levels(20, 3)
    once = study(drawn(tmp_path / "once", of), model)
    data = drawn(tmp_path / "four", of, 4)
    four = study(data, model, "--group-by", r"/(\w+)_")
    assert (once["groups"], four["groups"], four["photos"]) == (30, 30, 120)
    assert four["rows"] == once["rows"]
    ends = ("baseline", "baseline_low", "baseline_high")
    assert [four[end] for end in ends] == [once[end] for end in ends]
    assert study(data, model)["rows"] != once["rows"]


def test_the_photos_of_a_holdout_count_by_their_groups(tmp_path: Path, model: str) -> None:
    of, new = levels(16, 4), levels(16, 5)
    found = []
    for times in (1, 3):
        data = drawn(tmp_path / f"{times}" / "train", of).parent
        drawn(data / "val", new, times, seed=1)
        words = (*HELD, "--model", model, "--group-by", r"val/(\w+/\w+)_", "--json")
        found.append(run("study", data, *words).json)
    once, three = found
    assert (once["holdout"], once["tested"], three["tested"]) == (True, 24, 72)
    assert (once["groups"], three["groups"]) == (24, 24)
    assert three["rows"] == once["rows"]
    assert once["rows"][0]["change"] == pytest.approx(
        accuracy(new, AUGMENTED) - accuracy(new, PLAIN), abs=2e-6
    )


def test_a_sample_is_told_apart_from_photos_that_cannot_be_read(tmp_path: Path, model: str) -> None:
    data = drawn(tmp_path / "data", levels(30, 6))
    sampled = run("study", data, *QUICK, "--model", model, "--photos", "21").stdout
    assert sampled.startswith("21 of 45 photos, 2 classes")
    assert "21 of 45 photos were sampled" in sampled
    assert "could not be read" not in sampled
    (data / "dark" / "dark0_0.png").write_bytes(b"\x89PNG\r\n\x1a\n nothing")
    left = run("study", data, *QUICK, "--model", model)
    assert left.code == 3
    assert "Photos that could not be read, and were left out: 1." in left.stdout
    assert "were sampled" not in left.stdout


def test_near_duplicates_are_hinted_at_unless_they_are_kept_in_one_fold(
    tmp_path: Path, model: str
) -> None:
    for number in range(6):
        for label in ("dark", "light"):
            save(tmp_path / label / f"{label}{number}.png", photo(2 * number + len(label)))
    words = ("study", tmp_path, *QUICK, "--model", model)
    assert HINT in run(*words, "--group-by", r"(\w+)\.").stdout
    assert HINT not in run(*words, "--group-near-duplicates").stdout


def test_where_every_photo_is_right_there_is_no_room_to_help(tmp_path: Path, model: str) -> None:
    data = drawn(tmp_path, {"dark": [50] * 10, "light": [200] * 10})
    result = run("study", data, *QUICK, "--model", model.replace("by_level", "first"))
    assert "there is no room to help" in result.stdout


def test_too_few_photos_to_test_on_are_refused_before_work(tmp_path: Path, model: str) -> None:
    data = drawn(tmp_path / "data", levels(20, 7))
    held = drawn(tmp_path / "held", levels(6, 8), seed=1)
    refused = run("study", data, *HELD, "--model", model, "--holdout", held)
    assert_refused(refused, "the holdout has 9 photos that can be read: fewer than 10")
    few = drawn(tmp_path / "few", levels(8, 7))
    grouped = run("study", few, *QUICK, "--model", model, "--group-by", r"(\d)_")
    assert_refused(grouped, "DATA has 8 groups of photos: fewer than 10")


def test_a_holdout_of_changed_copies_is_refused(tmp_path: Path) -> None:
    for number in range(6):
        for label in ("dark", "light"):
            picture = photo(2 * number + len(label), 96, 72)
            save(tmp_path / "data" / label / f"{number}.png", picture)
    save(tmp_path / "held" / "dark" / "new.jpg", photo(4, 96, 72), quality=80)
    refused = run("study", tmp_path / "data", *HELD, "--holdout", tmp_path / "held")
    assert_refused(refused, "the holdout shares 1 photo with those to train on")


def test_the_kernel_model_is_halved_often_enough(tmp_path: Path) -> None:
    data = drawn(tmp_path / "train", levels(20, 9)).parent
    drawn(data / "test", levels(10, 10), seed=1)
    words = ("study", data, "--brightness", "0.1", "--repeats", "1", "--copies", "1", "--json")
    found = run(*words).json
    assert (found["repeats"], found["folds"]) == (10, 2)

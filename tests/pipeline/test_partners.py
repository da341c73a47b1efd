"""Partners: who is drawn, and that one file more or less changes few."""

from __future__ import annotations

from collections import Counter

import pytest
from oracles import noise

from augcli.errors import SourceProblem
from augcli.imaging.image import Image
from augcli.pipeline.canvas import Canvas
from augcli.pipeline.partners import PartnerPool, Partners
from augcli.pipeline.steps import Recipe

LABELS = {f"{label}/{n}.jpg": label for label in ("cat", "dog") for n in range(40)}
MIXUP = {"transform": "mixup", "share": 0.25}
MOSAIC = {"transform": "mosaic", "spread": 0.0, "x": 0.0, "y": 0.0}


def _first(partners: Partners, source: str, number: float) -> str:
    return next(partners.others(source, number))


def _lend(name: str) -> tuple[Image, str]:
    if "bad" in name:
        raise SourceProblem("bad", "decode", "is damaged")
    return noise(4, 3), name.encode().hex()


def test_a_partner_is_of_the_same_class_and_never_the_source() -> None:
    partners = Partners(LABELS)
    for source, label in LABELS.items():
        for number in (0.0, 0.3, 0.999999):
            others = list(partners.others(source, number))
            assert len(others) == len(set(others)) == 39
            assert source not in others
            assert {LABELS[name] for name in others} == {label}


def test_across_classes_any_source_may_be_one() -> None:
    partners = Partners(LABELS, across=True)
    assert len(set(partners.others("cat/0.jpg", 0.5))) == 79


def test_every_source_is_some_numbers_partner() -> None:
    partners = Partners(LABELS)
    counts = Counter(_first(partners, "cat/0.jpg", step / 5000) for step in range(5000))
    assert len(counts) == 39


def test_all_sources_are_partners_about_equally_often() -> None:
    names = [f"cat/{number:04}.jpg" for number in range(300)]
    partners = Partners(dict.fromkeys(names, "cat"), across=True)
    counts = Counter(_first(partners, "", number / 9_000) for number in range(9_000))
    # With one probe each it is 0 to 180.
    assert min(counts[name] for name in names) > 5
    assert max(counts.values()) < 60


def test_one_file_more_changes_few_partners() -> None:
    before, after = Partners(LABELS), Partners(LABELS | {"cat/new.jpg": "cat"})
    numbers = [step / 2000 for step in range(2000)]
    changed = [
        number
        for number in numbers
        if _first(before, "cat/0.jpg", number) != _first(after, "cat/0.jpg", number)
    ]
    assert len(changed) < 0.2 * len(numbers)
    assert {_first(after, "cat/0.jpg", number) for number in changed} <= {"cat/new.jpg"}


def test_the_order_of_the_listing_does_not_matter() -> None:
    turned = dict(reversed(LABELS.items()))
    one, other = Partners(LABELS), Partners(turned)
    assert [_first(one, "dog/3.jpg", n / 50) for n in range(50)] == [
        _first(other, "dog/3.jpg", n / 50) for n in range(50)
    ]


def test_a_damaged_partner_is_passed_over() -> None:
    labels = dict.fromkeys(("cat/a.jpg", "cat/bad1.jpg", "cat/bad2.jpg", "cat/z.jpg"), "cat")
    pool = PartnerPool(Partners(labels), _lend)
    for number in (0.0, 0.2, 0.4, 0.6, 0.8):
        (fired,) = pool.resolve_partners([MIXUP | {"partner": [number]}], "cat/a.jpg")
        assert fired["partner"] == ["cat/z.jpg"]


def test_a_source_without_a_partner_is_left_unmixed() -> None:
    pool = PartnerPool(Partners({"cat/a.jpg": "cat", "cat/bad.jpg": "cat"}), _lend)
    other = {"transform": "invert"}
    assert pool.resolve_partners([MIXUP | {"partner": [0.5]}, other], "cat/a.jpg") == [other]


@pytest.mark.parametrize(("count", "distinct"), [(2, 1), (3, 2), (9, 3)])
def test_a_mosaic_takes_others_as_long_as_there_are_any(count: int, distinct: int) -> None:
    labels = {f"cat/{n}.jpg": "cat" for n in range(count)}
    pool = PartnerPool(Partners(labels), _lend)
    (fired,) = pool.resolve_partners([MOSAIC | {"partners": [0.5, 0.5, 0.5]}], "cat/0.jpg")
    assert len(fired["partners"]) == 3
    assert len(set(fired["partners"])) == distinct


def test_soft_labels_add_up_over_several_mixes() -> None:
    pool = PartnerPool(Partners(LABELS, across=True), _lend)
    recipe: Recipe = [
        MIXUP | {"partner": ["dog/1.jpg"]},
        {"transform": "invert"},
        MOSAIC | {"partners": ["cat/2.jpg", "dog/3.jpg", "dog/4.jpg"]},
    ]
    told = pool.record_fields(recipe, ("cat",), Canvas(noise(40, 30)))
    assert told["labels"] == pytest.approx({"cat": 0.75 / 4 + 0.25, "dog": 0.25 / 4 + 0.5})
    assert set(told["partners"]) == {"dog/1.jpg", "cat/2.jpg", "dog/3.jpg", "dog/4.jpg"}


def test_within_a_class_there_are_no_soft_labels() -> None:
    pool = PartnerPool(Partners(LABELS), _lend)
    recipe = [MIXUP | {"partner": ["cat/1.jpg"]}]
    told = pool.record_fields(recipe, ("cat",), Canvas(noise(4, 3)))
    assert told == {"partners": {"cat/1.jpg": b"cat/1.jpg".hex()}}
    assert pool.record_fields([{"transform": "invert"}], ("cat",), Canvas(noise(4, 3))) == {}

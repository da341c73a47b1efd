"""Flows of arrays: what is drawn, in which order, and where a flow is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import augcli

PIPELINE = augcli.Pipeline.from_flags("--rotation 40 --horizontal-flip --brightness 0.3")
X = np.random.default_rng(5).integers(0, 256, (23, 12, 16, 3), dtype=np.uint8)
Y = np.arange(23) % 3
RAW: dict[str, Any] = {"dtype": "uint8"}


def gathered(flow: augcli.Flow) -> dict[int, Any]:
    """One epoch: the picture of each row, by what ``y`` says it is."""
    return {int(row): image for x, y in flow for row, image in zip(y, x, strict=True)}


@pytest.mark.parametrize("workers", [0, 1, 3])
@pytest.mark.parametrize("batch_size", [5, 23, 100])
def test_a_picture_depends_on_seed_epoch_and_key_alone(workers: int, batch_size: int) -> None:
    with augcli.flow(X, range(23), PIPELINE, batch_size, workers=workers, seed=4, **RAW) as flow:
        for epoch in range(2):
            assert len(flow) == -(-23 // batch_size)
            made = gathered(flow)
            assert sorted(made) == list(range(23))
            for row, image in made.items():
                assert np.array_equal(image, PIPELINE(X[row], str(row), epoch + 1, seed=4))


def test_the_order_is_another_in_each_epoch_and_the_same_for_a_seed() -> None:
    def orders(seed: int) -> list[list[int]]:
        flow = augcli.flow(X, range(23), batch_size=4, seed=seed)
        return [[int(n) for _, y in flow for n in y] for _ in range(3)]

    assert orders(1) == orders(1)
    assert len({tuple(one) for one in (*orders(1), *orders(2))}) == 6
    plain = augcli.flow(X, range(23), batch_size=4, shuffle=False)
    assert [int(n) for _, y in plain for n in y] == list(range(23))


@given(st.integers(1, 9), st.integers(0, 40), st.booleans())
def test_a_restored_flow_goes_on_with_the_next_batch(size: int, count: int, last: bool) -> None:
    options: dict[str, Any] = {"batch_size": size, "drop_last": last, "seed": 2}

    def batches(flow: augcli.Flow) -> Any:
        while True:
            yield from flow

    whole = batches(augcli.flow(X, range(23), PIPELINE, **options))
    first = augcli.flow(X, range(23), PIPELINE, **options)
    some = batches(first)
    for _ in range(count):
        next(some)
        next(whole)
    second = augcli.flow(X, range(23), PIPELINE, **options)
    second.load_state_dict(first.state_dict())
    (x, y), (x2, y2) = next(whole), next(batches(second))
    assert np.array_equal(x, x2)
    assert np.array_equal(y, y2)


def test_the_epoch_can_be_set_and_a_broken_pass_ends_its_epoch() -> None:
    flow = augcli.flow(X, range(23), PIPELINE, 5, epoch=3, workers=1, **RAW)
    assert np.array_equal(gathered(flow)[7], PIPELINE(X[7], "7", 4))
    for _ in flow:
        break
    assert np.array_equal(gathered(flow)[7], PIPELINE(X[7], "7", 6))
    flow.epoch = 0
    assert np.array_equal(gathered(flow)[7], PIPELINE(X[7], "7", 1))
    assert flow.epoch == 1
    flow.close()


def test_a_batch_can_be_asked_for_by_its_number() -> None:
    flow = augcli.flow(X, range(23), PIPELINE, 5, **RAW)
    asked = [flow[number] for number in range(len(flow))]
    for (x, y), (x2, y2) in zip(flow, asked, strict=True):
        assert np.array_equal(x, x2)
        assert np.array_equal(y, y2)
    assert flow[-1][0].shape == (3, 12, 16, 3)
    with pytest.raises(IndexError, match="batch 5 is none of 5"):
        flow[5]


def test_copies_for_test_time_augmentation_are_those_of_the_pipeline() -> None:
    flow = augcli.flow(X, pipeline=PIPELINE, batch_size=4, copies=3, shuffle=False, **RAW)
    first = next(iter(flow))
    assert first.shape == (4, 3, 12, 16, 3)
    assert np.array_equal(first[2, 1], PIPELINE(X[2], "2", 2))


@given(st.lists(st.integers(0, 3), min_size=1, max_size=40), st.integers(0, 5))
def test_balanced_labels_are_equally_frequent(labels: list[int], epoch: int) -> None:
    x = np.zeros((len(labels), 2, 2), np.uint8)
    flow = augcli.flow(x, np.array(labels), batch_size=7, balance=True, epoch=epoch)
    seen = np.concatenate([y for _, y in flow])
    each = -(-len(labels) // len(set(labels)))
    assert sorted(np.unique(seen, return_counts=True)[1]) == [each] * len(set(labels))
    assert len(flow) == -(-len(seen) // 7)


def test_a_picture_that_repeats_in_a_balanced_epoch_is_drawn_anew() -> None:
    y = np.array([0] * 9 + [1])
    flow = augcli.flow(X[:10], y, PIPELINE, 10, balance=True, **RAW)
    x, labels = next(iter(flow))
    rare = [image.tobytes() for image, label in zip(x, labels, strict=True) if label == 1]
    assert len(rare) == len(set(rare)) == 5


@pytest.mark.parametrize(
    ("x", "dtype", "wanted"),
    [
        (X, "float32", X / 255),
        (X[..., 0], "float32", X[..., :1] / 255),
        (X.astype(np.uint16) * 257, "float32", X / 255),
        (X / 255, "float32", X / 255),
        (X, "uint8", X),
    ],
)
def test_plain_pictures_come_as_floats_or_as_they_are(x: Any, dtype: Any, wanted: Any) -> None:
    for form in ("channels_last", "channels_first"):
        flow = augcli.flow(x, batch_size=23, shuffle=False, dtype=dtype, data_format=form)
        found = next(iter(flow))
        assert found.dtype == dtype
        axes = (0, 3, 1, 2) if form == "channels_first" else (0, 1, 2, 3)
        assert np.abs(found - wanted.transpose(axes)).max() < 1e-5
        assert found.flags.c_contiguous


BAD: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"x": [1, 2]}, TypeError, "x must be a NumPy array, not list"),
    ({"x": X[0, 0]}, ValueError, r"x has shape \(16, 3\)"),
    ({"x": X[:0]}, ValueError, r"x has shape \(0, 12, 16, 3\)"),
    ({"x": X * 1.0}, ValueError, "floats are 0..1: divide levels"),
    ({"y": range(5)}, ValueError, "y must have 23 rows, .* not 5"),
    ({"batch_size": 0}, ValueError, "batch_size must be a whole number from 1, not 0"),
    ({"workers": -1}, ValueError, "workers must be a whole number from 0"),
    ({"copies": 0}, ValueError, "copies must be"),
    ({"cache": True}, ValueError, "cache must be 'memory', a folder or None, not True"),
    ({"dtype": "float64"}, ValueError, "dtype must be float32 or uint8, not 'float64'"),
    ({"keys": ["a"] * 23}, ValueError, "keys must be 23 different names"),
    ({"shuffle": 3}, ValueError, "shuffle must be True or False"),
    ({"balance": True}, ValueError, "balance makes the labels of y .* y is None"),
    ({"normalize": (0.5, 0.5)}, ValueError, "normalize must be 'imagenet' or"),
    ({"normalize": ((0.5,) * 2, (1,) * 2)}, ValueError, "normalize is for 2 channels, .* have 3"),
    ({"normalize": "imagenet", "dtype": "uint8"}, ValueError, "normalize makes floats"),
    ({"pipeline": "--rotation 20"}, TypeError, "pipeline must be an augcli.Pipeline .* not str"),
    ({"colour": 3}, TypeError, "there is no argument 'colour'"),
    ({"pipeline": augcli.Pipeline.from_transforms([("cutmix", 0.5)])}, ValueError, "mixes with"),
]


@pytest.mark.parametrize(("arguments", "kind", "said"), BAD, ids=[str(one[2]) for one in BAD])
def test_bad_arguments_are_named(
    arguments: dict[str, Any], kind: type[Exception], said: str
) -> None:
    with pytest.raises(kind, match=said):
        augcli.flow(**{"x": X, **arguments})


def test_a_state_of_another_flow_is_refused() -> None:
    flow = augcli.flow(X, batch_size=4)
    state = flow.state_dict()
    with pytest.raises(ValueError, match="state is that of a flow with other pictures"):
        augcli.flow(X, batch_size=5).load_state_dict(state)
    for wrong, said in [
        (None, "state must be what state_dict returns, not None"),
        ({}, "state must be what state_dict returns"),
        ({**state, "batch": 6}, "state has batch 6, and an epoch has 6"),
        ({**state, "epoch": -1}, "epoch must be a whole number from 0, not -1"),
    ]:
        with pytest.raises(ValueError, match=said):
            flow.load_state_dict(wrong)  # type: ignore[arg-type]  # what it is to find out
    assert flow.state_dict() == state

"""What is written into a shard is read back, and damage is noticed."""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from augcli.storage.hashing import HashingStream
from augcli.storage.shards.example import decode_example, encode_example
from augcli.storage.shards.layouts import ShardLayout, layout_of
from augcli.storage.shards.sample import Sample

LAYOUTS = [
    "webdataset",
    pytest.param("parquet", marks=pytest.mark.environment(name="shards")),
    pytest.param("tfrecord", marks=pytest.mark.environment(name="shards")),
]
STEMS = st.text(
    st.characters(exclude_characters="./\0\\", exclude_categories=["Cs"]), min_size=1, max_size=200
)
SAMPLES = st.builds(
    Sample,
    st.builds("hat.1/{}.jpg".format, STEMS),
    st.binary(max_size=2000),
    st.none() | st.integers(0, 2**31),
    st.builds('{{"label": {}}}'.format, st.integers()),
)


def written(layout: ShardLayout, samples: list[Sample]) -> bytes:
    stream = io.BytesIO()
    writer = layout_of(layout).writer(HashingStream(stream), ["hat", "shoe"])
    for sample in samples:
        writer.add(sample)
    writer.close()
    return stream.getvalue()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_samples_are_read_as_they_were_written(
    layout: ShardLayout, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("shard") / "shard"

    @given(st.lists(SAMPLES, max_size=4))
    def check(samples: list[Sample]) -> None:
        data = written(layout, samples)
        path.write_bytes(data)
        assert list(layout_of(layout).read(path)) == samples
        assert written(layout, samples) == data

    check()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_shard_cut_short_is_damaged(layout: ShardLayout, tmp_path: Path) -> None:
    samples = [Sample(f"{n}.jpg", bytes([n]) * 1000, n, "{}") for n in range(3)]
    data = written(layout, samples)
    (tmp_path / "shard").write_bytes(data[: len(data) // 2])
    with pytest.raises(ValueError, match=r"."):
        list(layout_of(layout).read(tmp_path / "shard"))


@given(SAMPLES)
def test_an_example_is_decoded_as_it_was_encoded(sample: Sample) -> None:
    assert decode_example(encode_example(sample)) == sample


@given(SAMPLES, st.data())
def test_an_example_that_is_none_is_damaged(sample: Sample, draw: st.DataObject) -> None:
    """Whatever bytes it has, they end in a sample or a ValueError."""
    data = bytearray(encode_example(sample))
    for _ in range(draw.draw(st.integers(1, 3))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    with suppress(ValueError):
        assert isinstance(decode_example(bytes(data)).file, str)
    with pytest.raises(ValueError, match="without an end"):
        decode_example(b"\x0a" + b"\x80" * 1_000_000)

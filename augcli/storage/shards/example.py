"""Encode samples as ``tf.train.Example``, a protocol buffer, always with the same bytes.

An Example is a map of features by name. Libraries for protocol buffers promise no order of maps.
"""

from __future__ import annotations

from collections.abc import Iterator

from augcli.storage.shards.sample import Sample

# Field numbers and wire types of tensorflow/core/example: Features.feature, the key and value of
# its entries, Feature.bytes_list and .int64_list, and the values in these.
_LENGTH_DELIMITED = 2
_BYTES_LIST, _INT64_LIST = 1, 3
_LONGEST_VARINT = 70  # bits, in bytes of seven


def encode_example(sample: Sample) -> bytes:
    """Return the Example of a sample: ``image``, ``json``, ``path``, and maybe ``label``."""
    features = [
        _feature("image", _BYTES_LIST, _field(1, sample.data)),
        _feature("json", _BYTES_LIST, _field(1, sample.record.encode())),
        _feature("path", _BYTES_LIST, _field(1, sample.file.encode("utf-8", "surrogateescape"))),
    ]
    if sample.number is not None:
        features.insert(2, _feature("label", _INT64_LIST, _field(1, _varint(sample.number))))
    return _field(1, b"".join(features))


def decode_example(data: bytes) -> Sample:
    """Return the sample of an Example that :func:`encode_example` made. Raises ValueError."""
    values: dict[str, bytes] = {}
    ((_, features),) = _fields(data)
    for _, entry in _fields(features):
        (_, name), (_, feature) = _fields(entry)
        ((_, of_kind),) = _fields(feature)
        ((_, values[name.decode()]),) = _fields(of_kind)
    if not {"image", "json", "path"} <= values.keys():
        raise ValueError("a record is no Example of augcli")
    number = _read_varint(values["label"], 0)[0] if "label" in values else None
    file = values["path"].decode("utf-8", "surrogateescape")
    return Sample(file, values["image"], number, values["json"].decode())


def _feature(name: str, kind: int, values: bytes) -> bytes:
    return _field(1, _field(1, name.encode()) + _field(2, _field(kind, values)))


def _field(number: int, data: bytes) -> bytes:
    return _varint(number << 3 | _LENGTH_DELIMITED) + _varint(len(data)) + data


def _varint(number: int) -> bytes:
    parts = bytearray()
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])


def _fields(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the numbers and contents of the fields of a message, all length-delimited."""
    place = 0
    while place < len(data):
        tag, place = _read_varint(data, place)
        size, place = _read_varint(data, place)
        if tag & 7 != _LENGTH_DELIMITED or place + size > len(data):
            raise ValueError("a record is no Example of augcli")
        yield tag >> 3, data[place : place + size]
        place += size


def _read_varint(data: bytes, place: int) -> tuple[int, int]:
    """Return the number at a place, and the place after it. Raises ValueError."""
    number = shift = 0
    while place < len(data) and shift < _LONGEST_VARINT:
        number |= (data[place] & 0x7F) << shift
        shift += 7
        place += 1
        if data[place - 1] < 0x80:
            return number, place
    raise ValueError("a record has a number without an end")

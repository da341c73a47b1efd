"""The record of one output: a line of the manifest."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from augcli.dataset.source import Source
from augcli.imaging.codec.formats import ALL_ENDINGS
from augcli.imaging.image import Frame
from augcli.pipeline.quality import REDRAWS
from augcli.pipeline.steps import Recipe

MOST_COPIES = 9999
"""The most copies that a source can have."""

_MOST = 2**53  # far more bytes or pixels than there can be
# What no path of a record has. One with ".." is left to those who open it, and name it.
_NOWHERE = ("//", "/./", "\0", "\\", ":") if os.name == "nt" else ("//", "/./", "\0")
_decode = json.JSONDecoder().raw_decode  # json.loads takes twice as long for a short line

_Others = tuple[tuple[tuple[str, bytes], ...], tuple[tuple[str, tuple[str, ...]], ...]]

Record = dict[str, Any]
"""A line of the manifest, as docs/output.md describes it."""


class Entry(NamedTuple):
    """What resuming needs of a record: which copy of which source a file is, and what it holds.

    ``size`` is the file's in bytes, ``digest`` its SHA-256 and ``source_digest`` the source's;
    ``partners`` are the names and SHA-256 of the other sources that are mixed into it. ``labels``
    are those of the source and of its partners, if images have any number of labels.
    """

    source: str
    copy: int
    size: int
    digest: bytes
    source_digest: bytes
    partners: tuple[tuple[str, bytes], ...] = ()
    labels: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Line(NamedTuple):
    """A record as a worker hands it over: the file that it describes, and its JSON."""

    file: str
    json: str


class Content(NamedTuple):
    """What a record says of a file: the picture's size, the file's size in bytes, its SHA-256."""

    frame: Frame
    bytes: int
    digest: str


@dataclass(frozen=True)
class OutputOf:
    """An output and where it comes from: copy number ``copy`` of a source, 0 for the original.

    ``label`` is its class, which a mirrored copy may change. ``source_digest`` is the SHA-256 of
    the source's file, in hex.
    """

    file: str
    label: str
    source: Source
    copy: int
    source_digest: str

    def line(self, recipe: Recipe, content: Content, extra: Mapping[str, Any] = {}) -> Line:
        """Make the record of the output; ``extra`` holds fields that only some records have."""
        source = self.source
        record: Record = {
            "file": self.file,
            "label": self.label,
            **({"split": source.split} if source.split else {}),
            **({"group": source.group} if source.group else {}),
            "source": source.name,
            "copy": self.copy,
            "recipe": recipe,
            **_with_labels(source, extra),
            "width": content.frame.width,
            "height": content.frame.height,
            "bytes": content.bytes,
            "sha256": content.digest,
            "source_sha256": self.source_digest,
        }
        return Line(self.file, json.dumps(record))


def _with_labels(source: Source, extra: Mapping[str, Any]) -> Mapping[str, Any]:
    """Add the labels of a source that has any number of them, unless mixing has changed them."""
    if source.labels is None:
        return extra
    own = {source.name: list(source.labels)}
    labels_of = own | extra.get("labels_of", {})
    return {"labels": dict.fromkeys(source.labels, 1.0), **extra, "labels_of": labels_of}


def labels_of_source(record: Record) -> Sequence[str]:
    """Return the labels of the source of a copy: its class, or any number of them."""
    of: Mapping[str, Sequence[str]] = record.get("labels_of", {})
    return of[record["source"]] if of else (record["label"],)


def parse(text: bytes) -> tuple[str, Entry] | None:
    """Read a line of a manifest: its file and its entry; None if it is damaged."""
    try:
        line = text.strip(b" \t\r\n").decode("utf-8", "surrogatepass")
        record, end = _decode(line)
        file, source = record["file"], record["source"]
        partners, labels_of = record.get("partners", {}), record.get("labels_of", {})
        entry = Entry(
            source,
            record["copy"],
            record["bytes"],
            bytes.fromhex(record["sha256"]),
            bytes.fromhex(record["source_sha256"]),
            *_with_others(partners, labels_of),
        )
        sound = (
            end == len(line)
            and all(map(_is_name, (file, source, *partners)))
            and _is_image(file)
            and _is_whole(entry.copy, 0, MOST_COPIES)
            and _is_whole(record.get("attempt", 0), 0, REDRAWS)
            and _is_whole(entry.size, 0, _MOST)
            and _is_whole(record["width"], 1, _MOST)
            and _is_whole(record["height"], 1, _MOST)
            and isinstance(record["recipe"], list)
            and all(type(step) is dict for step in record["recipe"])
            and _is_in_class(file, record["label"], record.get("split", ""))
            and isinstance(record.get("group", ""), str)
            and ("labels" not in record or _are_shares(record["labels"]))
            and (not labels_of or source in labels_of)
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return (file, entry) if sound else None


def _with_others(partners: Mapping[str, str], labels_of: Mapping[str, object]) -> _Others:
    """Return the last fields of an entry. Raises as ``parse`` expects."""
    if partners == labels_of == {}:  # as nearly always
        return (), ()
    digests = tuple((name, bytes.fromhex(of)) for name, of in partners.items())
    return digests, tuple((sys.intern(name), _names(of)) for name, of in labels_of.items())


def _is_name(name: str) -> bool:
    """Return True if a name can be that of a file below a folder. Raises as ``parse`` expects."""
    if not name.isascii():
        os.fsencode(name)  # raises where no file can have that name
    path = f"/{name}/"
    return not any(map(path.__contains__, _NOWHERE))


def _is_image(name: str) -> bool:
    """Return True if a name ends as an output does, so that no other file is ever removed."""
    return name.rpartition(".")[2].lower() in ALL_ENDINGS


def _is_in_class(file: str, label: str, split: str) -> bool:
    """Return True if the path of a file agrees with its class and split, either of which may be
    empty. Raises as ``parse`` expects.
    """
    if type(split) is not str or (split and not file.startswith(f"{split}/")):
        return False
    below = file.removeprefix(f"{split}/") if split else file
    return label in ("", below.partition("/")[0])


def _names(labels: object) -> tuple[str, ...]:
    """Return labels as they are compared. Raises as ``parse`` expects."""
    if type(labels) is not list:
        raise TypeError
    return tuple(sys.intern(label) for label in labels)


def _is_whole(number: object, least: int, most: int) -> bool:
    return type(number) is int and least <= number <= most


def _are_shares(labels: Mapping[str, object]) -> bool:
    """Return True if labels are shares of classes. Raises as ``parse`` expects."""
    return all(type(share) is float and 0 <= share <= 1 for share in labels.values())

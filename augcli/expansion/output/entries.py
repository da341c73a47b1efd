"""Keep the entries of a manifest in a third of the memory that their objects take."""

from __future__ import annotations

import struct
from collections.abc import Iterator, MutableMapping

from augcli.expansion.output.record import Entry

_FACTS = struct.Struct("<HQ32s32s")  # copy, size, digest, source digest; the source follows

_Extras = tuple[tuple[tuple[str, bytes], ...], tuple[tuple[str, tuple[str, ...]], ...]]


class Entries(MutableMapping[str, Entry]):
    """The entries by file, as bytes: a million in 250 MB, where namedtuples would take 600."""

    def __init__(self) -> None:
        self._packed: dict[str, bytes] = {}
        self._extras: dict[str, _Extras] = {}  # partners and labels, which few have

    def __getitem__(self, file: str) -> Entry:
        packed = self._packed[file]
        source = packed[_FACTS.size :].decode("utf-8", "surrogatepass")
        copy, size, digest, source_digest = _FACTS.unpack_from(packed)
        partners, labels = self._extras.get(file, ((), ()))
        return Entry(source, copy, size, digest, source_digest, partners, labels)

    def __setitem__(self, file: str, entry: Entry) -> None:
        source, copy, size, digest, source_digest, partners, labels = entry
        facts = _FACTS.pack(copy, size, digest, source_digest)
        self._packed[file] = facts + source.encode("utf-8", "surrogatepass")
        self._extras.pop(file, None)
        if partners or labels:
            self._extras[file] = partners, labels

    def __delitem__(self, file: str) -> None:
        del self._packed[file]
        self._extras.pop(file, None)

    def __contains__(self, file: object) -> bool:
        return file in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

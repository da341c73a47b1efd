"""Read a JPEG by its markers: missing data, subsampling, metadata (ITU-T T.81, annex B)."""

from __future__ import annotations

from collections.abc import Iterator

from augcli.imaging.image import Subsampling

_SOF_PROGRESSIVE, _SOS, _EOI = 0xC2, 0xDA, 0xD9
_SOF_HUFFMAN = (0xC0, 0xC1, 0xC2)
# All frames but DHT (C4), JPG (C8) and DAC (CC), which have numbers among theirs.
_SOF = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# By how many pixels share one colour in a row, and in a column.
_SUBSAMPLING: dict[tuple[float, float], Subsampling] = {
    (1, 2): "4:4:0",
    (2, 1): "4:2:2",
    (2, 2): "4:2:0",
    (4, 1): "4:1:1",
}
# Segments that decoding needs: frames, tables (DHT, DAC, DQT), DNL, DRI and scans.
_PICTURE = _SOF | {0xC4, 0xCC, 0xDB, 0xDC, 0xDD, _SOS}
_APP0, _APP1, _APP2, _APP14 = 0xE0, 0xE1, 0xE2, 0xEE
_WITHOUT_LENGTH = {0x00, 0x01, *range(0xD0, 0xD9)}


def is_too_short(jpeg: bytes) -> bool:
    """Return True if a file has too few bytes for the size in its header.

    In Huffman's code each 8x8 block of a component takes a bit or more. The oddest sampling has
    half as many blocks as the picture; this allows a quarter.
    """
    for marker, _, body in _segments(jpeg):
        if marker in _SOF_HUFFMAN and len(body) >= 5:
            height, width = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
            return len(jpeg) * 8 < width * height // 64 // 4
    return False


def has_every_scan(jpeg: bytes) -> bool:
    """Return True if a progressive JPEG announces every bit of every coefficient.

    Data that ends early then costs a last refinement, not a part of the picture. Return False for
    JPEGs that aren't progressive.
    """
    components: tuple[int, ...] = ()
    bits_left: dict[tuple[int, int], int] = {}
    for marker, _, body in _segments(jpeg):
        if marker == _SOF_PROGRESSIVE and len(body) >= 6:
            components = tuple(body[6 : 6 + 3 * body[5] : 3])
        elif marker == _SOS and body and len(body) >= 4 + 2 * body[0]:
            count = body[0]
            first, last, approximation = body[1 + 2 * count : 4 + 2 * count]
            for component in body[1 : 1 + 2 * count : 2]:
                for coefficient in range(first, min(last, 63) + 1):
                    bits_left[component, coefficient] = approximation & 0x0F
    wanted = [(component, coefficient) for component in components for coefficient in range(64)]
    return bool(wanted) and all(bits_left.get(key) == 0 for key in wanted)


def subsampling(jpeg: bytes) -> Subsampling | None:
    """Return how a JPEG stores colours; None if it is gray.

    Ratios without a common name count as 4:4:4, which loses nothing.
    """
    for marker, _, body in _segments(jpeg):
        if marker in _SOF and len(body) >= 15:  # three components or more
            (across, down), *colours = ((body[at] >> 4, body[at] & 15) for at in (7, 10, 13))
            shares = {(across / max(x, 1), down / max(y, 1)) for x, y in colours}
            return _SUBSAMPLING.get(shares.pop(), "4:4:4") if len(shares) == 1 else "4:4:4"
    return None


def plain_components(jpeg: bytes, most_pixels: int) -> int:
    """Return 1 for gray or 3 for YCbCr of a JPEG that decoding alone sets right; otherwise 0.

    One with EXIF may have to be turned, and one of Adobe may hold other colours.
    """
    components = 0
    for marker, _, body in _segments(jpeg):
        if marker == _SOS:
            return components
        if marker in _SOF and len(body) >= 6:
            height, width = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
            is_small = 0 < width * height <= most_pixels
            components = body[5] if is_small and body[5] in (1, 3) else 0
        if marker == _APP14 or (marker == _APP1 and body.startswith(b"Exif")):
            return 0
    return 0


def without_metadata(jpeg: bytes) -> bytes | None:
    """Return a JPEG with its picture and colour profile alone; None if its end is not marked."""
    parts = [jpeg[:2]]
    scan = 0  # where the data of a scan begins, which reaches up to the next marker
    for marker, start, body in _segments(jpeg):
        if scan:
            parts.append(jpeg[scan:start])
        if marker == _EOI:
            return b"".join([*parts, jpeg[start : start + 2]])
        if kept := _needed(marker, body):
            parts.append(bytes((0xFF, marker)) + (len(kept) + 2).to_bytes(2, "big") + kept)
        scan = start + 4 + len(body) if marker == _SOS else 0
    return None


def _needed(marker: int, body: bytes) -> bytes:
    """Return what a segment holds of the picture, or of the meaning of its colours."""
    if marker in _PICTURE or (marker == _APP2 and body.startswith(b"ICC_PROFILE\0")):
        return body
    if marker == _APP0 and body.startswith(b"JFIF\0"):
        return body[:12] + bytes(2)  # a thumbnail of 0x0 pixels
    return body[:12] if marker == _APP14 and body.startswith(b"Adobe") else b""


def _segments(jpeg: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield the marker, the position and the content of each segment; the last may be cut."""
    position = 2
    while (position := jpeg.find(b"\xff", position)) >= 0 and position + 2 <= len(jpeg):
        marker = jpeg[position + 1]
        if marker == 0xFF:
            position += 1
        elif marker in _WITHOUT_LENGTH:
            position += 2
        elif marker == _EOI:
            yield marker, position, b""
            return
        else:
            end = position + 2 + int.from_bytes(jpeg[position + 2 : position + 4], "big")
            yield marker, position, jpeg[position + 4 : end]
            position = end

"""Run augcli with a decoder that does harm at files that end in POISON.

``poison_decode.py HARM ARGUMENT ...``
"""

from __future__ import annotations

import os
import signal
import sys
import time

from augcli.cli import main
from augcli.imaging.codec import decode as codec
from augcli.imaging.image import Image

_decode = codec.decode


def _harmful(data: bytes, most_pixels: int) -> Image:
    if data.endswith(b"POISON"):
        if sys.argv[1] == "crash":
            os.kill(os.getpid(), getattr(signal, "SIGSEGV"))  # noqa: B009, for types on Windows
        if sys.argv[1] == "memory":
            raise MemoryError
        time.sleep(0.1 if sys.argv[1] == "slow" else 600)
    return _decode(data, most_pixels)


if __name__ == "__main__":
    codec.decode = _harmful  # type: ignore[assignment]  # the harm is done there
    main(sys.argv[2:])

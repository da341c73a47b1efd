"""Take the rights of root away for a moment: root may read and write everything else."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_VERSION = 0x20080522  # of the structures of capset(2)
_SECUREBITS, _NO_FIXUP = 28, 1 << 2  # PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP
_ALL_FILES = 1 << 1 | 1 << 2  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH


@contextmanager
def without_rights() -> Iterator[None]:
    """Obey the permissions of files in this block, as everyone but root does."""
    if sys.platform != "linux" or os.geteuid() != 0:
        yield
        return
    header = (ctypes.c_uint32 * 2)(_VERSION, 0)
    sets = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable; then the upper halves
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.capget(header, sets) == 0
    effective = sets[0]
    sets[0] = effective & ~_ALL_FILES
    # Without this, access(2) answers by the rights that root could have.
    libc.prctl(_SECUREBITS, _NO_FIXUP, 0, 0, 0)
    assert libc.capset(header, sets) == 0
    try:
        yield
    finally:
        sets[0] = effective
        assert libc.capset(header, sets) == 0
        libc.prctl(_SECUREBITS, 0, 0, 0, 0)

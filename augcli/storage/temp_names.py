"""Names of temporary files, which become whole files by renaming."""

from __future__ import annotations

import os
import threading

TEMP_PREFIX = ".augcli-tmp-"
# Processes of two machines, or of two containers, may write to one folder under the same number.
_MACHINE = os.urandom(4).hex()


def temp_name() -> str:
    """Return the name of the temporary file of this thread, which is nobody else's."""
    return f"{TEMP_PREFIX}{_MACHINE}-{os.getpid()}-{threading.get_ident()}"

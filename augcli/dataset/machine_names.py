"""Tell which files and folders are hidden, or made by a system and not by a person."""

from __future__ import annotations

import re

# Each is as the system spells it; some file systems and archives change the case.
_MADE_BY_SYSTEMS = (
    # Windows
    "$RECYCLE.BIN",
    "System Volume Information",
    "Config.Msi",
    "$WinREAgent",
    "DfsrPrivate",
    "Thumbs.db",
    "ehthumbs.db",
    "ehthumbs_vista.db",
    "desktop.ini",
    # Linux and macOS
    "lost+found",
    "__MACOSX",
    "Network Trash Folder",
    "Temporary Items",
    "TheVolumeSettingsFolder",
    "TheFindByContentFolder",
    "Icon\r",
    # Synology, QNAP and other network storage
    "@eaDir",
    "@tmp",
    "@sharebin",
    "@SynoResource",
    "@SynoEAStream",
    "#recycle",
    "#snapshot",
    "@Recycle",
    "@Recently-Snapshot",
    "@__thumb",
    "~snapshot",
    # Programs
    "__pycache__",
    "node_modules",
    "_vti_cnf",
    "zbThumbnail.info",
)
_FOUND_BY_CHKDSK = re.compile(r"found\.\d{3}")
# Of Windows XP, and only as it spells it: a class may be called recycler.
_RECYCLER = "RECYCLER"
_NAMES = frozenset(name.casefold() for name in _MADE_BY_SYSTEMS)


def is_hidden(name: str) -> bool:
    """Return True if a file or folder is hidden, or one that a system makes for itself."""
    folded = name.casefold()
    return (
        name.startswith(".")
        or name == _RECYCLER
        or folded in _NAMES
        or (folded.startswith("found.") and _FOUND_BY_CHKDSK.fullmatch(folded) is not None)
    )

"""Refuse a study if so many photos can't be read that it would tell nothing, and name them."""

from __future__ import annotations

from collections.abc import Sequence

from augcli.dataset.source import Source
from augcli.errors import ExitCode, UsageProblem
from augcli.expansion.skipped_source import SkippedSource
from augcli.studies.photos import Photos, shortage


class Unreadable(UsageProblem):
    """Too many photos can't be read, which are ``skipped``. The exit code is that of any such."""

    exit_code = ExitCode.PARTIAL
    skipped: Sequence[SkippedSource] = ()


def check_any_read(read: Sequence[Source], skipped: Sequence[SkippedSource]) -> None:
    """Raise Unreadable if no photo could be read."""
    if not read:
        raise _unreadable(f"none of {len(skipped)} photos can be read", skipped)


def check_enough_read(
    photos: Photos, read: Sequence[Source], skipped: Sequence[SkippedSource]
) -> None:
    """Raise Unreadable if a class has too few of the photos that could be read."""
    short = shortage(read, photos.classes, photos.folds)
    if short is None:
        return
    label, count = short
    own = [one for one in skipped if one.label == label]
    text = (
        f"class {label} has {count} of the {photos.folds} photos that it needs, as "
        f"{len(own)} can't be read"
    )
    raise _unreadable(text, own)


def _unreadable(text: str, skipped: Sequence[SkippedSource]) -> Unreadable:
    error = Unreadable(
        f"{text}, such as {skipped[0].source}: {skipped[0].text}",
        "mend or remove those photos: augcli inspect names each",
    )
    error.skipped = skipped
    return error

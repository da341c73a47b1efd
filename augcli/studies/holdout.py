"""Check that held-out photos share nothing with those to train on."""

from __future__ import annotations

from augcli.dataset.splitting.groups import groups_by_pattern
from augcli.errors import UsageProblem
from augcli.storage.remote.url import as_path
from augcli.studies.photos import Photos
from augcli.text import count_of


def check_no_photo_shared(photos: Photos, workers: int) -> None:
    """Raise UsageProblem if a held-out photo is also one to train on, or nearly."""
    from augcli.similarity.pairs import pairs_between  # not for --help

    names = {as_path(one.path): one.name for one in (*photos.training, *photos.held)}
    training = {as_path(one.path) for one in photos.training}
    held = {as_path(one.path) for one in photos.held}
    shared = sorted(training & held) or [pair.a for pair in pairs_between(training, held, workers)]
    if shared:
        raise UsageProblem(
            f"the holdout shares {count_of(len(shared), 'photo', 'photos')} with those to train "
            f"on, such as {names[shared[0]]}",
            "augcli check-leak shows them: take them out of one of the two",
        )


def check_no_group_shared(photos: Photos, pattern: str) -> None:
    """Raise UsageProblem if photos of one group are both held out and trained on."""
    training = {one.name for one in photos.training}
    held = {one.name for one in photos.held}
    groups = groups_by_pattern(sorted(training | held), pattern)
    of_training = {groups[name] for name in training if name in groups}
    shared = sorted(of_training & {groups[name] for name in held if name in groups})
    if shared:
        raise UsageProblem(
            f"the holdout shares {count_of(len(shared), 'group', 'groups')} with those to train "
            f"on, such as {shared[0]}",
            "take their photos out of one of the two, or give another --group-by",
        )

"""Note what is doubtful about the name that feeds the draws of a preview."""

from __future__ import annotations

from augcli.cli.console import note
from augcli.dataset.membership import Membership
from augcli.dataset.splits import is_carried


def note_guess(member: Membership) -> None:
    """Warn if the name that feeds the draws may be another one, or if expand makes no copies."""
    if member.doubt:
        note(
            f"warning: drawn as {member}, which is a guess: {member.doubt}; "
            "--root DIR names the folder that you expand"
        )
    if is_carried(member.split):
        note(f"expand makes no copies of {member.name}: {member.split} is not for training")

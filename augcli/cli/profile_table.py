"""How ``expand --profile`` is shown."""

from __future__ import annotations

from collections.abc import Mapping

from augcli.cli.console import note
from augcli.expansion.profile import as_json


def tell_profile(profile: Mapping[str, float], files: int) -> None:
    """Tell what each stage took, where that was measured; ``files`` is how many were made."""
    if not profile:
        return
    note("stage         seconds  share  ms a file")
    for stage, told in as_json(profile).items():
        each = told["seconds"] * 1000 / max(files, 1)
        note(f"{stage:12}{told['seconds']:9.2f}{told['share']:7.1%}{each:11.3f}")

"""What of the command line decides how its errors are reported."""

from __future__ import annotations

from dataclasses import dataclass, field

from augcli.cli.origins import Origin


@dataclass
class Request:
    """What the report of an error must know; each command fills it in as it parses its line.

    ``as_json`` is True if the user wants one JSON object. ``origins`` has the flags whose values
    were not typed, and where they came from.
    """

    as_json: bool = False
    origins: dict[str, Origin] = field(default_factory=dict)

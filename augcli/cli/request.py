"""What of the command line decides how its errors are reported."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Request:
    """What the report of an error must know; each command fills it in as it parses its line.

    ``as_json`` is True if the user wants one JSON object.
    """

    as_json: bool = False

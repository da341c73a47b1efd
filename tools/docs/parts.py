"""Renew the generated parts of a document.

A part stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``. NAME is the function that
writes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tools.docs import api_page, command_line, design_page, presets_page, transforms_page

_PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_GENERATORS: dict[str, Callable[[], str]] = {
    function.__name__: function
    for function in (
        *(command_line.classic_transforms, command_line.natural),
        *(command_line.exit_codes, command_line.help_texts),
        api_page.api_entries,
        *(design_page.layers, design_page.tree, design_page.examples),
        *(transforms_page.contents, transforms_page.entries, presets_page.preset_entries),
    )
}


def renewed(text: str) -> str:
    """Return a document with its generated parts written again."""
    return _PART.sub(lambda part: part[1] + _GENERATORS[part[2]]() + part[3], text)

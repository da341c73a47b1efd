"""Begin a web page that needs no script, no other file and no network, in light and dark."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from pathlib import Path

from augcli.imaging.codec.figure_mark import MARK
from augcli.text import printable


def begin_page(title: str, style: str) -> str:
    """Return a page down to the start of its body.

    ``style`` is CSS, which follows that of all pages. A policy in the head forbids the browser
    everything else: attributes of style too.
    """
    shared = Path(__file__).with_name("base.css").read_text("utf-8")
    whole = f"{shared}{style}"
    digest = base64.b64encode(hashlib.sha256(whole.encode()).digest()).decode()
    policy = (
        "default-src 'none'; img-src data:; "
        f"style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="{MARK}">
<title>{as_html(title)}</title>
<style>{whole}</style>
</head>
<body>
"""


def as_html(text: str, keep: str = "") -> str:
    """Escape markup, control characters, bidi marks and stray bytes, but for those in ``keep``."""
    return escape(printable(text, keep))

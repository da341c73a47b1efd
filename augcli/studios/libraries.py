"""Check that the libraries of the extra ``studio`` are installed."""

from __future__ import annotations

import importlib.util

from augcli.errors import UsageProblem

_NEEDED = ("starlette", "uvicorn")


def missing_libraries() -> list[str]:
    """Return the libraries that are not installed."""
    return [name for name in _NEEDED if importlib.util.find_spec(name) is None]


def check_libraries() -> None:
    """Raise UsageProblem if libraries are missing."""
    if missing := missing_libraries():
        hint = 'type: pip install "augcli[studio]"'
        raise UsageProblem(f"augcli studio needs {' and '.join(missing)}", hint)

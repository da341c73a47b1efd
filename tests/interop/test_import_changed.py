"""``augcli import`` doesn't trust a dict or a name that a called function may have changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from .importing import G, imported

CHANGED = {
    "an entry": "def add(p):\n    p['zoom_range'] = .2\nadd(P)",
    "an entry known before": "def more(p):\n    p['rotation_range'] *= 2\nmore(P)",
    "by a keyword": "def add(p=None):\n    p['zoom_range'] = .2\nadd(p=P)",
    "update": "def add(p):\n    p.update(zoom_range=.2)\nadd(P)",
    "under another name": "def add(p):\n    q = p\n    q['zoom_range'] = .2\nadd(P)",
    "by a function of a function": (
        "def add(p):\n    p['zoom_range'] = .2\ndef both(p):\n    add(p)\nboth(P)"
    ),
    "by a method": ("class A:\n    def add(self, p):\n        p['zoom_range'] = .2\nA().add(P)"),
    "from outside": "def add():\n    P['zoom_range'] = .2\nadd()",
    "merged in place": "def add(p):\n    p |= dict(zoom_range=.2)\nadd(P)",
    "cleared": "def clean(p):\n    p.clear()\nclean(P)",
    "removed": "def clean(p):\n    del p['rotation_range']\nclean(P)",
    "a name that is global": "def swap():\n    global P\n    P = other()\nswap()",
}


@pytest.mark.parametrize("how", CHANGED)
def test_what_a_called_function_changes_is_left_out_and_told(tmp_path: Path, how: str) -> None:
    code = f"P = dict(rotation_range=20)\n{CHANGED[how]}\n{G}(horizontal_flip=True, **P)"
    result = imported(tmp_path, code)
    assert result.code == 3, result
    assert "left out: line" in result.stderr
    assert "--zoom" not in result.stdout


UNCHANGED = {
    "read": "def show(p):\n    print(p['rotation_range'])\nshow(P)",
    "copied first": "def make(p):\n    p = dict(p)\n    p['zoom_range'] = .2\nmake(P)",
    "a function that is not called": "def add(p):\n    p['zoom_range'] = .2",
    "a local dict": "def add():\n    P = {}\n    P['zoom_range'] = .2\nadd()",
}


@pytest.mark.parametrize("how", UNCHANGED)
def test_a_function_that_changes_nothing_hides_nothing(tmp_path: Path, how: str) -> None:
    result = imported(tmp_path, f"P = dict(rotation_range=20)\n{UNCHANGED[how]}\n{G}(**P)")
    assert (result.code, result.stdout) == (0, "--rotation 20\n")


def test_the_size_to_which_the_code_resizes_is_told(tmp_path: Path) -> None:
    code = f"S = (150, 200)\n{G}(zoom_range=.1).flow_from_directory('d', target_size=S)"
    result = imported(tmp_path, code)
    assert (result.code, result.stdout) == (0, "--zoom 0.1\n")
    assert "--size 200x150" in result.stderr


def test_a_command_of_a_notebook_hides_nothing(tmp_path: Path) -> None:
    result = imported(tmp_path, f"!ls {G}(\n{G}(zoom_range=.1)")
    assert (result.code, result.stdout) == (0, "--zoom 0.1\n")

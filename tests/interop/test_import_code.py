"""``augcli import`` follows the values of names through code as people have it."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.running import assert_refused

from .importing import G, imported

WHOLE = {
    "arithmetic": (
        f"{G}(zoom_range=1/4, rotation_range=2*10 - +5, rescale=1./255)",
        "--rotation 15 --zoom 0.25",
    ),
    "powers and casts": (
        f"{G}(zoom_range=10**-1, rotation_range=int('20') // 2 % 7, shear_range=float(12))",
        "--rotation 3 --shear 12 --zoom 0.1",
    ),
    "a chance of not": (
        f"{G}(horizontal_flip=not False, vertical_flip=not 1)",
        "--horizontal-flip",
    ),
    "a list of sums": (f"{G}(zoom_range=[1 - .2, 1 + .2])", "--zoom 0.2"),
    "constants of math": (
        f"import math\n{G}(rotation_range=math.degrees(math.pi))",
        "--rotation 180",
    ),
    "the last value before": (f"a = 1\na = a * 20\n{G}(rotation_range=a)\na = 3", "--rotation 20"),
    "a name of a name": (f"a = 20\nb = a\n{G}(rotation_range=b)", "--rotation 20"),
    "several at once": (
        f"a, (b, c) = 20, (5, .1)\n{G}(rotation_range=a, zoom_range=c)",
        "--rotation 20 --zoom 0.1",
    ),
    "added up": (f"a = 5\na += 10\n{G}(rotation_range=a)", "--rotation 15"),
    "a dict that is changed": (
        f"d = {{'zoom_range': .3}}\nd['zoom_range'] = .1\nd['rotation_range'] = 9\n{G}(**d)",
        "--rotation 9 --zoom 0.1",
    ),
    "update, pop, del": (
        "d = dict(rotation_range=9, shear_range=5, zoom_range=.4)\nd.update(zoom_range=.1)\n"
        f"d.update({{'cval': 0}})\nd.pop('shear_range')\ndel d['rotation_range']\n{G}(**d)",
        "--zoom 0.1",
    ),
    "dict(**P, ...)": (
        f"P = dict(zoom_range=.1)\n{G}(**dict(**P, rotation_range=9))",
        "--rotation 9 --zoom 0.1",
    ),
    "{**P, ...}": (f"P = {{'zoom_range': .1}}\n{G}(**{{**P, 'zoom_range': .2}})", "--zoom 0.2"),
    "a copy": (
        f"P = {{'zoom_range': .1}}\nQ = P.copy()\nQ['zoom_range'] = .2\n{G}(**P)",
        "--zoom 0.1",
    ),
    "two names of a dict": (
        f"P = {{'zoom_range': .1}}\nQ = P\nQ['shear_range'] = 9\n{G}(**P)",
        "--shear 9 --zoom 0.1",
    ),
    "prompts": (f">>> g = {G}(\n...     zoom_range=.1)\n>>> g\n<Object>", "--zoom 0.1"),
    "a dict in a dict": (
        f"c = {{'aug': {{'zoom_range': .1}}}}\nc['aug']['shear_range'] = 9\n{G}(**c['aug'])",
        "--shear 9 --zoom 0.1",
    ),
    "P | Q": (f"{G}(**({{'zoom_range': .1}} | {{'shear_range': 9}}))", "--shear 9 --zoom 0.1"),
    "attributes set later": (
        f"g = {G}(rescale=2)\ng.rotation_range = 20\ng.zoom_range = [.8, 1.2]",
        "--rotation 20 --zoom 0.2",
    ),
    "another name by import": (
        f"from keras.preprocessing.image import {G} as A\nB = A\nB(zoom_range=.1)",
        "--zoom 0.1",
    ),
    "a module": (
        f"import tensorflow as tf\ntf.keras.preprocessing.image.{G}(zoom_range=.1).flow(x)",
        "--zoom 0.1",
    ),
    "a subclass": (f"class Mine({G}):\n  pass\nMine(zoom_range=.1)", "--zoom 0.1"),
    "partial": (f"import functools\nf = functools.partial({G}, zoom_range=.1)\nf()", "--zoom 0.1"),
    "a class of settings": (
        "class C:\n  TURN = 20\n  zoom = .1\nc = C()\n"
        f"{G}(rotation_range=C.TURN, zoom_range=c.zoom)",
        "--rotation 20 --zoom 0.1",
    ),
    "attributes of self": (
        f"class T:\n  def __init__(self, turn=5):\n    self.turn = turn\n  def go(self):\n"
        f"    return {G}(rotation_range=self.turn)\nT(20).go()",
        "--rotation 20",
    ),
    "parameters as called": (
        f"def f(turn, zoom=.1):\n  return {G}(rotation_range=turn, zoom_range=zoom)\nf(20)",
        "--rotation 20 --zoom 0.1",
    ),
    "a dict as a parameter": (
        f"def f(d):\n  return {G}(**d)\nP = dict(zoom_range=.1)\nf(P)",
        "--zoom 0.1",
    ),
    "a known condition": (
        f"aug = True\nif not aug:\n  p = {{}}\nelse:\n  p = {{'zoom_range': .1}}\n{G}(**p)",
        "--zoom 0.1",
    ),
    "a choice": (f"aug = 1\n{G}(rotation_range=20 if aug == 1 else 0)", "--rotation 20"),
    "within blocks": (
        "if x:\n  for i in y:\n    with z:\n      try:\n        a = 20\n"
        f"        {G}(rotation_range=a)\n      except E:\n        a = 3",
        "--rotation 20",
    ),
    "set in a loop": (f"a = 1\nfor i in y:\n  a = 20\n  {G}(rotation_range=a)", "--rotation 20"),
    "a cell of %%time": (
        f"%time g = {G}(zoom_range=.1)\n%matplotlib inline\n!ls 'it\nx?\nfiles = !ls",
        "--zoom 0.1",
    ),
    "Python 2": (
        "print 'a %s' % b\nprint\nprint >>f, 1\nif x:\n\tprint 'a', (1,\n\t\t2)\n        y = 1\n"
        "try:\n  x = 0777\n"
        f"except (A, B), e:\n  raise A, 'b'\nexec 'c'\n{G}(zoom_range=.1)",
        "--zoom 0.1",
    ),
    "without augmentation beside": (
        f"a = {G}(zoom_range=.1)\nb = {G}(rescale=1./255)\nc = {G}()",
        "--zoom 0.1",
    ),
    "the same twice": (f"P = dict(zoom_range=.1)\n{G}(**P)\n{G}(**P, rescale=1/255)", "--zoom 0.1"),
    "preprocessing": (
        f"{G}(zoom_range=.1, preprocessing_function=vgg.preprocess_input)",
        "--zoom 0.1",
    ),
    "preprocessing by arithmetic": (
        f"{G}(zoom_range=.1, preprocessing_function=lambda x: x / 127.5 - 1)",
        "--zoom 0.1",
    ),
    "indented": (f"    a = .1\n    {G}(zoom_range=a)", "--zoom 0.1"),
    "old Keras": (f"{G}(zoom_range=.1, dim_ordering='th')", "--zoom 0.1"),
}


@pytest.mark.parametrize(("code", "wanted"), WHOLE.values(), ids=WHOLE)
def test_code_is_read_whole(tmp_path: Path, code: str, wanted: str) -> None:
    result = imported(tmp_path, code)
    assert (result.code, result.stdout.strip()) == (0, wanted), result.stderr
    assert "left out" not in result.stderr


PARTLY = {
    "a name without a value": (
        f"{G}(zoom_range=.1, rotation_range=A)",
        "line 1: rotation_range is not given as a literal: A",
    ),
    "arithmetic with it": (
        f"{G}(zoom_range=.1,\n  shear_range=A / 4)",
        "line 2: shear_range is not given as a literal: A / 4",
    ),
    "two values": (
        f"if x:\n  a = 1\nelse:\n  a = 2\n{G}(zoom_range=.1, rotation_range=a)",
        "line 5: rotation_range",
    ),
    "counted in a loop": (
        f"a = 1\nfor i in x:\n  {G}(zoom_range=.1, rotation_range=a)\n  a += 1",
        "line 3: rotation_range",
    ),
    "a variable of a loop": (
        f"for a in 1, 2:\n  {G}(zoom_range=.1, rotation_range=a)",
        "line 2: rotation_range",
    ),
    "a dict of elsewhere": (
        f"{G}(zoom_range=.1, **load())",
        "line 1: ** is not given as a literal: load()",
    ),
    "a list of elsewhere": (
        f"{G}(*load(), zoom_range=.1)",
        "line 1: * is not given as a literal: *load()",
    ),
    "a parameter": (f"def f(a):\n  {G}(zoom_range=.1, rotation_range=a)", "line 2: rotation_range"),
    "a parameter called twice": (
        f"def f(a):\n  {G}(zoom_range=.1, rotation_range=a)\nf(1)\nf(2)",
        "line 2: rotation_range",
    ),
    "a condition": (
        f"d = {{}}\nif x:\n  d['zoom_range'] = .1\n{G}(**d)",
        "line 4: the condition under which zoom_range is set",
    ),
    "a condition on an attribute": (
        f"g = {G}()\nif x:\n  g.zoom_range = .1",
        "line 3: the condition under which zoom_range is set",
    ),
    "a function": (
        f"{G}(zoom_range=.1, preprocessing_function=erase)",
        "preprocessing_function=erase: it may augment too",
    ),
    "no argument": (
        f"{G}(zoom_range=.1, random_crop=3)",
        f"line 1: random_crop is no argument of {G}",
    ),
    "a spoiled line": (
        f"g = {G}(\n  zoom_range=.1,\n  rotation_range=5 5,\n)",
        "line 3: is no Python: rotation_range=5 5,",
    ),
    "another generator": (
        f"{G}(zoom_range=.1)\n{G}(**d)",
        "line 2: another ImageDataGenerator: ** is not given",
    ),
    "layers": (
        f"{G}(zoom_range=.1)\nmodel = [layers.RandomFlip()]",
        "line 2: RandomFlip() augments too",
    ),
    "functions of Keras": (
        f"{G}(zoom_range=.1)\nx = random_shift(x, 1, 2)",
        "line 2: random_shift() augments too",
    ),
}


@pytest.mark.parametrize(("code", "said"), PARTLY.values(), ids=PARTLY)
def test_what_is_left_out_stands_out_and_ends_with_3(tmp_path: Path, code: str, said: str) -> None:
    result = imported(tmp_path, code)
    assert (result.code, result.stdout) == (3, "--zoom 0.1\n"), result.stderr
    assert any(
        line.startswith("left out: ") and said in line for line in result.stderr.splitlines()
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "p.add_argument('-t', '--max-turn', default=20)\n"
            "{G}(rotation_range=p.parse_args().max_turn)",
            "--max-turn",
        ),
        (
            "def main(args):\n  {G}(rotation_range=args.turn * 2)\n"
            "p.add_argument('--turn', default=10)",
            "--turn",
        ),
        ("def make(turn=20):\n  {G}(rotation_range=turn)", "the default of a parameter of make()"),
    ],
)
def test_defaults_that_a_run_may_change_are_told(tmp_path: Path, code: str, said: str) -> None:
    result = imported(tmp_path, code.replace("{G}", G))
    assert (result.code, result.stdout) == (0, "--rotation 20\n"), result.stderr
    assert said in result.stderr


def test_calls_that_augment_differently_are_listed_once_each(tmp_path: Path) -> None:
    code = "\n".join(f"{G}({one}=.1)" for one in ("zoom_range", "rescale", "shear_range"))
    code = f"{code}\n{G}(zoom_range=.1)"
    result = imported(tmp_path, code)
    assert_refused(result, f"the code calls {G} 4 times, on lines 1, 2, 3, 4")
    way_out = result.stderr.splitlines()[1]
    assert "--call 1 (line 1 and line 4) is --zoom 0.1; --call 3 (line 3) is --shear 0.1" in way_out
    assert imported(tmp_path, code, "train.py", "--call", "3").stdout == "--shear 0.1\n"

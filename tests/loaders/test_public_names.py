"""The public names of the package: pinned, typed, and loaded when they are used."""

from __future__ import annotations

import inspect

import pytest
from cli.running import run_python

import augcli

SIGNATURES = {
    "AugcliError": None,
    "EnvironmentFailure": None,
    "Pipeline": "(maker)",
    "Pipeline.from_flags": "(flags)",
    "Pipeline.from_toml": "(path)",
    "Pipeline.preset": "(name)",
    "Pipeline.from_transforms": "(transforms, **options)",
    "Pipeline.replace": "(self, **options)",
    "Pipeline.draw": "(self, key, copies=1, seed=None)",
    "Pipeline.apply": "(self, recipe, image=None, *, mask=None, mask_fill=0)",
    "Pipeline.__call__": "(self, image, key, copy=1, seed=None)",
    "Recipe": None,
    "Recipe.of": "(steps)",
    "Report": "(found)",
    "Report.as_json": "(self)",
    "Report.write_html": "(self, path)",
    "Study": "(found)",
    "Study.figure": "(self)",
    "Study.to_json": "(self)",
    "UsageProblem": None,
    "Flow": "(fed, maker, settings)",
    "Flow.close": "(self)",
    "Flow.state_dict": "(self)",
    "Flow.load_state_dict": "(self, state)",
    "flow": "(x, y=None, pipeline=None, batch_size=32, **options)",
    "flow_from_directory": (
        "(directory, pipeline=None, target_size=None, batch_size=32, **options)"
    ),
    "expand": "(data, out, pipeline, copies=None, **options)",
    "inspect": "(data, **options)",
    "preview": "(image, pipeline, *, key=None, grid=(3, 3), with_original=False)",
    "study": "(data, pipeline, **options)",
    "split": "(data, out, shares='val=0.2', **options)",
    "studio": "(data, pipeline=None, *, height=800, live=None)",
    "NotebookStudio.close": "(self)",
    "NotebookStudio.to_html": "(self)",
    "NotebookStudio": None,
}
HEAVY = ("numpy", "cv2", "PIL", "scipy", "matplotlib", "click", "torch", "keras", "tensorflow")


def test_the_names_are_those_that_are_promised() -> None:
    assert sorted(augcli.__all__) == sorted(name for name in SIGNATURES if "." not in name)
    assert set(augcli.__all__) <= set(dir(augcli))


@pytest.mark.parametrize(("name", "signature"), SIGNATURES.items())
def test_a_signature_stays(name: str, signature: str | None) -> None:
    owner, _, method = name.partition(".")
    found = getattr(augcli, owner)
    found = getattr(found, method) if method else found
    assert inspect.getdoc(found)
    if signature is not None:
        assert _plain(inspect.signature(found)) == signature


def test_importing_loads_nothing_else() -> None:
    code = f"import sys, augcli; print([name for name in {HEAVY} if name in sys.modules])"
    assert run_python("-c", code).stdout.strip() == "[]"


def test_making_a_pipeline_and_drawing_loads_no_library_of_pictures() -> None:
    code = (
        "import sys, augcli; augcli.Pipeline.from_flags('--rotation 9').draw('a.jpg', 2); "
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    assert run_python("-c", code).stdout.strip() == "[]"


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'augcli' has no attribute 'Pipelines'"):
        augcli.Pipelines  # noqa: B018, the access is what is tested


def _plain(signature: inspect.Signature) -> str:
    bare = [
        one.replace(annotation=inspect.Parameter.empty) for one in signature.parameters.values()
    ]
    return str(inspect.Signature(bare))

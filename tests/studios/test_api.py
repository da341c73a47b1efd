"""What the page gets to know: images by index, the catalogue, and what a pipeline is for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from augcli.catalogue import catalogue
from augcli.interop.exporters import TARGETS
from augcli.studios.state import State
from augcli.studios.studio import Studio

from .asking import ORIGIN, ROTATION, post

POSTS = ("check", "grid", "enlarge", "export", "estimate", "save")


def test_classes_and_images_are_known_by_index(client: TestClient, studio: Studio) -> None:
    start = client.get("/api/start").json()
    assert start["images"] == 5
    assert start["classes"] == [
        {"name": "dark", "first": 0, "count": 2},
        {"name": "light", "first": 2, "count": 2},
        {"name": "torn", "first": 4, "count": 1},
    ]
    images = client.get("/api/images", params={"first": 1, "count": 2}).json()["images"]
    assert images == [
        {"index": 1, "name": "dark/b.png", "class": "dark"},
        {"index": 2, "name": "light/c.webp", "class": "light"},
    ]
    assert str(studio.subject.data.parent) not in str(start)


def test_the_catalogue_has_every_knob(client: TestClient) -> None:
    found = {one["name"]: one for one in client.get("/api/catalogue").json()["transforms"]}
    assert [*found] == [one.title for one in catalogue().values()]
    for one in catalogue().values():
        about = found[one.title]
        assert [knob["name"].replace("-", "_") for knob in about["knobs"]] == [*one.knobs]
        assert {switch["flag"] for switch in about["switches"]} == {*one.switches.values()}
        assert client.get(about["picture"]).headers["content-type"] == "image/jpeg"


def test_every_default_of_the_catalogue_is_a_state(client: TestClient, studio: Studio) -> None:
    for one in client.get("/api/catalogue").json()["transforms"]:
        ranges = {knob["name"]: knob["default"] for knob in one["knobs"]}
        state: State = {"steps": [{"transform": one["name"], **ranges}]}
        (step,) = studio.read(state).chosen.pipeline.steps()
        assert step.transform.title == one["name"]


def test_a_check_has_the_command_and_the_file(client: TestClient, dataset: Path) -> None:
    said = post(client, "/api/check", state=ROTATION).json()
    assert said["command"] == f"augcli expand {dataset} out --rotation 30 --seed 3"
    assert "[[step]]" in said["toml"]
    assert (said["needs_file"], said["errors"], said["saved"]) == (False, [], False)


def test_an_order_that_flags_cannot_say_needs_the_file(client: TestClient) -> None:
    steps = [{"transform": "brightness"}, {"transform": "rotation"}]
    said = post(client, "/api/check", state={"seed": 4, "steps": steps}).json()
    assert said["needs_file"]
    assert said["command"].endswith(" --config aug.toml")
    assert "seed = 4" in said["toml"]


def test_warnings_name_their_step(client: TestClient) -> None:
    steps: list[dict[str, Any]] = [{"transform": "gamma"}]
    steps += [{"transform": "rotation", "degrees": [-0.1, 0.1]}]
    (warning,) = post(client, "/api/check", state={"steps": steps}).json()["warnings"]
    assert (warning["step"], warning["knob"]) == ([1], "degrees")
    assert "nearly nothing" in warning["text"]
    assert warning["hint"]


def test_a_wrong_step_is_named_where_it_is(client: TestClient) -> None:
    state = {"steps": [{"transform": "rotation", "degrees": [0, 900]}]}
    (error,) = post(client, "/api/check", state=state).json()["errors"]
    assert (error["step"], error["knob"]) == ([0], "degrees")
    answer = post(client, "/api/grid", state=state, image=0, cells=1, width=9, height=9)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [error]


@pytest.mark.parametrize("target", TARGETS)
def test_every_library_has_its_code(client: TestClient, target: str) -> None:
    said = post(client, "/api/export", state=ROTATION, to=target).json()
    compile(said["code"], target, "exec")
    assert "rotation" in said["code"].lower()


def test_an_estimate_counts_the_copies(client: TestClient) -> None:
    said = post(client, "/api/estimate", state=ROTATION, copies=3).json()
    assert said["copies"] == 15  # a damaged file is known only when it is read
    assert said["bytes"] > 0
    assert said["text"].startswith("15 copies, about 1 MB")


def test_nothing_is_saved_where_no_file_was_named(client: TestClient) -> None:
    assert post(client, "/api/save", state=ROTATION).status_code == 404


def test_a_body_has_a_largest_size_and_a_form(client: TestClient) -> None:
    headers = {"origin": ORIGIN, "content-type": "application/json"}
    large = b'{"state": "' + b"x" * 300_000 + b'"}'
    for body, status in ((large, 413), (b"[" * 100_000, 400), (b"[]", 400), (b"\xff", 400)):
        answer = client.post("/api/check", content=body, headers=headers)
        assert answer.status_code == status
        assert answer.json()["problem"]
    answer = client.post("/api/check", content=b"a=b", headers={"origin": ORIGIN})
    assert answer.status_code == 415


@pytest.mark.parametrize(
    "path",
    [
        *("/..%2f..%2fetc%2fpasswd", "/%2e%2e/pyproject.toml", "/pictures/..%2f..%2fREADME.jpg"),
        *("/page/", "/pictures/", "/api/", "/dark/a.jpg", "/index.html/", "//etc/passwd"),
        "/__init__.py",
    ],
)
def test_no_path_reaches_the_file_system(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/json"


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
_names = st.sampled_from([one.title for one in catalogue().values()])
_keys = st.sampled_from(["degrees", "factor", "x", "chance", "off", "one-of", "policy", "distance"])
_steps = st.builds(
    lambda name, keys: {"transform": name, **keys}, _names, st.dictionaries(_keys, _values)
)
_states = st.fixed_dictionaries(
    {"steps": st.lists(_steps | _values, max_size=2)},
    optional={"seed": _values, "options": _values},
)
_fields = st.fixed_dictionaries(
    {"state": _states | _values},
    optional={
        "image": st.integers(-2, 9) | _values,
        "view": st.sampled_from(["copies", "each", "extremes"]) | _values,
        "cells": st.integers(0, 2) | _values,
        "cell": st.integers(0, 3) | _values,
        "width": st.integers(0, 9) | _values,
        "height": st.integers(0, 9) | _values,
        "to": st.sampled_from(list(TARGETS)) | _values,
        "original": _values,
    },
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from([one for one in POSTS if one != "estimate"]), fields=_fields)
def test_no_request_is_more_than_refused(
    client: TestClient, path: str, fields: dict[str, Any]
) -> None:
    headers = {"origin": ORIGIN, "content-type": "application/json"}
    body = json.dumps(fields)  # which has NaN and halves of characters, as httpx2 refuses to send
    answer = client.post(f"/api/{path}", content=body, headers=headers)
    assert answer.status_code in (200, 400, 404, 422)
    if answer.status_code != 200:
        assert answer.json()["problem"]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=30))
def test_no_address_is_more_than_not_found(client: TestClient, path: str) -> None:
    assert client.get(f"/{quote(path, safe='')}").status_code in (200, 404)

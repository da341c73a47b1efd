"""A file that can't be mixed with costs its own copies, and no byte of the copies of others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cli.pictures import photo, save
from cli.running import Result, expand, outputs, records, run, run_python, skipped, tree

from .scene import FORKING, HERE, assert_sound, same_trees, skip_without_links

FLAGS = ("--copies", "3", "--mosaic", "0.2", "--mix-across")
NAMES = [f"{label}/{n}.png" for label in ("cat", "dog") for n in range(4)]
VICTIM = "dog/1.png"
DARK = ("--brightness", "0,0.3", "--reject")  # some draws are black and drawn again


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for number, name in enumerate(NAMES):
        save(tmp_path / "data" / name, photo(number, 12 + number, 10))
    return tmp_path / "data"


def _poison(data: Path) -> None:
    with (data / VICTIM).open("ab") as stream:
        stream.write(b"POISON")


def _poisoned(harm: str, data: Path, out: Path, *args: str) -> Result:
    """Expand with a decoder that does harm at the victim."""
    script = HERE / "poison_decode.py"
    return run_python(script, harm, "expand", data, out, *FLAGS, *args, env=FORKING)


@pytest.mark.parametrize(
    ("harm", "reason", "workers"),
    [("crash", "worker-died", "1"), ("memory", "memory", "3"), ("hang", "timeout", "3")],
)
def test_a_partner_that_harms_its_decoder_costs_only_itself(
    data: Path, tmp_path: Path, harm: str, reason: str, workers: str
) -> None:
    _poison(data)
    out = tmp_path / "out"
    assert_sound(_poisoned(harm, data, out, "--workers", workers, "--timeout", "2"), 3)
    assert [(one["source"], one["reason"]) for one in skipped(out)] == [(VICTIM, reason)]
    assert len(records(out)) == 3 * (len(NAMES) - 1)
    assert not any(VICTIM in record["partners"] for record in records(out))
    # The poison is in the decoder of that script: here the file is sound, as if mended.
    result = run("verify", out, "--deep", data)
    assert result.code == 0, result.stdout


def test_a_slow_partner_delays_the_sources_that_drew_it_but_loses_none(
    data: Path, tmp_path: Path
) -> None:
    _poison(data)
    expand(data, tmp_path / "quick", *FLAGS)
    assert_sound(_poisoned("slow", data, tmp_path / "slow", "--timeout", "1"))
    assert same_trees(tmp_path / "quick", tmp_path / "slow") == []


def test_a_partner_over_the_limits_serves_the_others_alike(data: Path, tmp_path: Path) -> None:
    expand(data, tmp_path / "all", *FLAGS)
    everything = outputs(tmp_path / "all")
    huge = "dog/3.png"
    size = (data / huge).stat().st_size
    for limit, most in (("--max-pixels", "185"), ("--max-bytes", str(size - 1))):
        result = run("expand", data, tmp_path / limit, *FLAGS, limit, most)
        assert result.code == 3, result
        lost = {problem["source"] for problem in skipped(tmp_path / limit)}
        assert huge in lost
        assert len(lost) < len(NAMES)
        found = outputs(tmp_path / limit)
        assert found.items() <= everything.items()
        assert len(found) == 3 * (len(NAMES) - len(lost))


def _damage(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def _remove(path: Path) -> None:
    path.unlink()


def _add(path: Path) -> None:
    save(path.parent / "new.png", photo(50, 14, 9))


@pytest.mark.parametrize(
    ("change", "more"), [(_damage, ()), (_remove, ()), (_add, DARK), (_damage, DARK)]
)
def test_a_run_after_a_change_equals_a_fresh_run(
    data: Path, tmp_path: Path, change: Callable[[Path], None], more: tuple[str, ...]
) -> None:
    out, fresh, request = tmp_path / "out", tmp_path / "fresh", (*FLAGS, *more)
    expand(data, out, *request)
    before = (data / VICTIM).read_bytes()
    change(data / VICTIM)
    for _ in range(2):  # the change, and then back
        again = run("expand", data, out, *request, "--prune", "--workers", "1")
        anew = run("expand", data, fresh, *request, "--overwrite", "--workers", "3")
        assert again.code == anew.code, again.stderr
        assert same_trees(out, fresh) == []
        checked = run("verify", out, "--deep", data)
        assert checked.code == 0, checked.stdout
        assert run("expand", data, out, *request, "--json").json["written"] == 0
        (data / VICTIM).write_bytes(before)
        (data / "dog" / "new.png").unlink(missing_ok=True)


def test_verify_sees_that_a_partner_has_been_mended(data: Path, tmp_path: Path) -> None:
    before = (data / VICTIM).read_bytes()
    _damage(data / VICTIM)
    assert run("expand", data, tmp_path / "out", *FLAGS).code == 3
    assert run("verify", tmp_path / "out", "--deep", data).code == 0
    (data / VICTIM).write_bytes(before)
    result = run("verify", tmp_path / "out", "--deep", data)
    assert result.code == 3
    assert "other values are drawn" in result.stdout


@pytest.mark.parametrize("links", [(), ("--follow-links",)])
def test_verify_draws_the_partners_that_the_run_had(
    data: Path, tmp_path: Path, links: tuple[str, ...]
) -> None:
    skip_without_links(tmp_path)
    (data / "dog" / "linked.png").symlink_to(save(tmp_path / "far.png", photo(70, 12, 12)))
    result = run("expand", data, tmp_path / "out", *FLAGS, *links)
    assert result.code == (0 if links else 3)
    named = {name for record in records(tmp_path / "out") for name in record["partners"]}
    assert ("dog/linked.png" in named) == bool(links)
    checked = run("verify", tmp_path / "out", "--deep", data)
    assert checked.code == 0, checked.stdout


def test_strict_stops_at_a_source_that_was_found_bad(data: Path, tmp_path: Path) -> None:
    _damage(data / VICTIM)
    found = run("expand", data, tmp_path / "out", *FLAGS, "--strict", "--json")
    assert found.code == 3
    assert found.json["finished"] is False
    assert [problem["source"] for problem in found.json["problems"]] == [VICTIM]


def test_a_dry_run_counts_copies_that_would_get_other_partners(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    expand(data, out, *FLAGS)
    _add(data / VICTIM)
    foretold = run("expand", data, out, *FLAGS, "--dry-run", "--json").json["written"]
    assert run("expand", data, out, *FLAGS, "--json").json["written"] == foretold > 3


def test_a_run_with_nothing_to_do_opens_no_source(data: Path, tmp_path: Path) -> None:
    _poison(data)
    expand(data, tmp_path / "out", *FLAGS)
    before = tree(tmp_path / "out")
    assert_sound(_poisoned("crash", data, tmp_path / "out"))
    assert tree(tmp_path / "out") == before

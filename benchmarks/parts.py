"""The parts of the report, each by the name that ``run.py --cases`` takes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median

import many
from bench import Bench
from cases import CASES, SHARES, STEPS, Case
from measuring import Expansion, Runs, images, interleave, measure

COPIES = (1, 5, 20)
HEADS = "| program | wall, s | ms an output | CPU, s per 1000 outputs | peak, MB | wall / augcli |"
_PHOTOS = CASES[0]


def comparison(case: Case, bench: Bench) -> str:
    """Measure a case, and format its table."""
    results = bench.compare(case)
    own = results["augcli"]
    lines = [HEADS, "|---|---|---|---|---|---|"]
    for name, runs in results.items():
        share = f" (1 in {SHARES[name]} sources)" if name in SHARES else ""
        each = runs.median("wall") * 1000 / runs.outputs
        lines.append(
            f"| {name}{share} | {runs.wall()} | {each:.3f} | {runs.cpu():.2f} "
            f"| {runs.median('peak'):.0f} | {runs.ratio(own):.2f} |"
        )
    size = f", to {case.size}" if case.size else ""
    heading = f"### {case.title} (`{case.name}`)"
    what = f"{own.outputs} outputs, {case.copies} a source{size}: `{STEPS[case.steps]}`"
    table = "\n".join(lines)
    return f"{heading}\n\n{what}\n\n{table}\n\n{_verdict(case, results, bench)}".rstrip()


def _verdict(case: Case, results: dict[str, Runs], bench: Bench) -> str:
    """Say how the times compare with what is aimed at."""
    own = results["augcli"]
    ratios = {name: runs.ratio(own) for name, runs in results.items() if name != "augcli"}
    most, least = case.aims or (0.0, 0.0)
    told = []
    if floor := ratios.pop("floor", 0.0):
        aim = f" (aim: at most {most:g})" if case.aims else ""
        told.append(f"augcli takes {1 / floor:.2f} times as long as the floor{aim}.")
    if ratios:
        best = min(ratios, key=ratios.__getitem__)
        aim = f" (aim: at least {least:g})" if case.aims else ""
        told.append(f"The fastest other, {best}, takes {ratios[best]:.2f} times as long{aim}.")
    for name, ratio in ratios.items():
        if bench.processes(name) < bench.workers:
            per_core = ratio / bench.workers
            told.append(f"By the core, {name} takes {per_core:.1f} times as long.")
    return " ".join(told)


def workers(bench: Bench) -> str:
    """Measure what a second worker brings, to augcli and to the floor."""
    ours = {str(count): bench.own(_PHOTOS, count) for count in (1, 2)}
    floors = {f"floor {count}": bench.peer(_PHOTOS, "floor", count) for count in (1, 2)}
    found = _measure({**ours, **floors}, bench)
    gain, most = found["1"].ratio(found["2"]), found["floor 1"].ratio(found["floor 2"])
    return (
        f"### From 1 to 2 workers (`workers`)\n\nPhotos: {found['1'].wall()} s with one worker, "
        f"{found['2'].wall()} s with two: {gain:.2f} times as fast (aim: at least 1.8). "
        f"The floor gains {most:.2f}."
    )


def copies(bench: Bench) -> str:
    """Measure the cost of an output against the number of copies."""
    cases = {str(count): replace(_PHOTOS, copies=count) for count in COPIES}
    found = _measure({name: bench.own(case) for name, case in cases.items()}, bench)
    lines = ["| copies | wall, s | ms an output | CPU, s per 1000 outputs |", "|---|---|---|---|"]
    for name, runs in found.items():
        each = runs.median("wall") * 1000 / runs.outputs
        lines.append(f"| {name} | {runs.wall()} | {each:.3f} | {runs.cpu():.2f} |")
    return "\n".join(["### Cost against copies (`copies`)\n", *lines])


def start(bench: Bench) -> str:
    """Measure commands that a person waits for."""
    cpu = median(
        run.cpu for run in [measure([bench.augcli, "--help"]) for _ in range(bench.rounds + 1)][1:]
    )
    lines = [f"`augcli --help`: {cpu:.3f} s of CPU (aim: under 0.15)"]
    for data, title, aim in (("photos", "photo", 0.9), ("large", "12-megapixel photo", 1.2)):
        wall = _preview(bench, images(bench.data(data))[0])
        lines.append(f"`augcli preview` of a {title}: {wall:.2f} s (aim: under {aim})")
    return "\n".join(["### Start (`start`)\n", *(f"- {line}" for line in lines)])


def _preview(bench: Bench, image: Path) -> float:
    out = bench.scratch / "preview.png"
    taken = []
    for _ in range(bench.rounds + 1):
        out.unlink(missing_ok=True)
        taken.append(measure([bench.augcli, "preview", image, "--rotation", "90", "-o", out]).wall)
        if not out.exists():
            sys.exit("augcli preview wrote no image")
    return median(taken[1:])


def _measure(expansions: dict[str, Expansion], bench: Bench) -> dict[str, Runs]:
    return interleave(expansions, bench.rounds, lambda _: None)


PARTS: dict[str, Callable[[Bench], str]] = {
    **{case.name: partial(comparison, case) for case in CASES},
    "workers": workers,
    "copies": copies,
    "many": many.many,
    "start": start,
}

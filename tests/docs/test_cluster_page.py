"""The recipes for clusters in docs/scale.md run as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cli.pictures import photo, save
from cli.running import expand, tree

TEXT = (Path(__file__).parents[2] / "docs" / "scale.md").read_text("utf-8")

pytestmark = pytest.mark.environment(name="clusters")

RAY = 'ray.init(_node_ip_address="127.0.0.1", include_dashboard=False)'
SHARDS = ("--layout", "webdataset", "--shard-count", "2")

# Stands for the program that hands a job to SLURM: the job begins at once, on this machine.
SBATCH = """#!/bin/sh
bash "$1" > job.log 2>&1 &
echo "Submitted batch job $!"
"""


def recipe(heading: str) -> str:
    """Return the Python below a heading."""
    (found,) = re.findall(rf"^### {heading}.*?```python\n(.*?)^```", TEXT, re.M | re.S)
    return str(found)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a dataset, ``data``, and what a run on this machine makes, ``wanted``."""
    for number in range(8):
        save(tmp_path / "data" / "hat" / f"{number}.png", photo(number, 32, 24))
    expand(tmp_path / "data", tmp_path / "wanted", "--copies", "5", "--rotation", "15")
    return tmp_path


def run(script: str, place: Path, programs: dict[str, str]) -> str:
    """Run a script in a folder, with programs in front of others, and return what it prints."""
    for name, text in programs.items():
        (place / "bin").mkdir(exist_ok=True)
        (place / "bin" / name).write_text(text)
        (place / "bin" / name).chmod(0o755)
    (place / "recipe.py").write_text(script)
    done = subprocess.run(
        [sys.executable, "recipe.py"],
        cwd=place,
        env={**os.environ, "PATH": f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_engine_for_ray_makes_what_one_machine_makes(place: Path) -> None:
    assert run(recipe("Ray").replace("ray.init()", RAY), place, {}).splitlines()[-1] == "40"
    assert tree(place / "out") == tree(place / "wanted")


def test_the_engine_for_ray_makes_the_shards_of_one_machine(place: Path) -> None:
    shards = 'copies=5, layout="webdataset", shard_count=2'
    expand(place / "data", place / "shards", *["--copies", "5", "--rotation", "15"], *SHARDS)
    script = recipe("Ray").replace("ray.init()", RAY).replace("copies=5", shards)
    assert run(script, place, {}).splitlines()[-1] == "40"
    assert tree(place / "out") == tree(place / "shards")


def test_jobs_of_slurm_make_what_one_machine_makes(place: Path) -> None:
    augcli = f'#!/bin/sh\nexec "{sys.executable}" -m augcli "$@"\n'
    # For the machine that runs the test: SLURM itself would bind to its network.
    script = (
        recipe("SLURM")
        .replace("jobs=8", "jobs=2")
        .replace(
            'walltime="02:00:00"', 'walltime="02:00:00", scheduler_options={"host": "127.0.0.1"}'
        )
    )
    run(script, place, {"augcli": augcli, "sbatch": SBATCH, "scancel": "#!/bin/sh\nkill $1\n"})
    assert tree(place / "out") == tree(place / "wanted")


def test_the_specification_for_kubernetes_gives_each_worker_the_volume() -> None:
    before, _, _ = recipe("Kubernetes").partition("with KubeCluster")
    found: dict[str, Any] = {}
    exec(before, found)
    pod = found["spec"]["spec"]["worker"]["spec"]
    (container,) = pod["containers"]
    (mount,) = container["volumeMounts"]
    assert mount["name"] == pod["volumes"][0]["name"]

"""augcli's ``flow_from_directory``."""

from __future__ import annotations

import sys
from pathlib import Path

import augcli

sys.path.append(str(Path(__file__).resolve().parent.parent))

from cases import STEPS
from epochs import BATCH, Task


def main() -> None:
    task = Task.of_command_line(__doc__)
    pipeline = augcli.Pipeline.from_flags(STEPS["photos"])
    cache = "memory" if task.cache else None
    with augcli.flow_from_directory(
        task.data, pipeline, task.size, BATCH, workers=task.workers, cache=cache, shuffle=True
    ) as flow:
        task.run(lambda: flow)


if __name__ == "__main__":
    main()

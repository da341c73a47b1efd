"""Write the golden list: ``python -m tools.golden``. Flags compare with it, or name its libraries.

After a change that is meant to change pictures, run it and commit the list with the change.
"""

from __future__ import annotations

import argparse
import sys

from tools.golden.golden_list import GoldenList


def main() -> None:
    """Write the list, or do what a flag asks for."""
    parser = argparse.ArgumentParser(prog="python -m tools.golden", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with the list; 1 if it fails")
    parser.add_argument("--requirements", action="store_true", help="print the versions it needs")
    flags = parser.parse_args()
    if flags.check:
        sys.exit(_check(GoldenList.read()))
    elif flags.requirements:
        print(*(f"{name}=={version}" for name, version in GoldenList.read().made_with.items()))
    else:
        GoldenList.made_here().write()


def _check(golden: GoldenList) -> int:
    differences: list[str] = []
    for files, what in ((False, "pixels"), (True, "files")):
        if obstacle := golden.obstacle(files=files):
            print(f"SKIPPED {what}: {obstacle}", file=sys.stderr)
        else:
            differences += golden.differences(files=files)
    for difference in differences:
        print(f"differs: {difference}")
    print(f"{len(differences) or 'no'} differences from the golden list")
    return 1 if differences else 0


if __name__ == "__main__":
    main()

"""Every processor renders the same pixels and writes the same files: those of the golden list.

After a change that is meant to change pictures: ``python -m tools.golden``.
"""

from __future__ import annotations

import pytest

from tools.golden.golden_list import GoldenList


@pytest.mark.parametrize("files", [False, True], ids=["pixels", "files"])
def test_this_processor_makes_the_pictures_of_the_golden_list(files: bool) -> None:
    golden = GoldenList.read()
    if obstacle := golden.obstacle(files=files):
        pytest.skip(obstacle)
    assert list(golden.differences(files=files)) == []

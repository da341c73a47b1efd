"""Names of samples: one dot, and told apart by what stands before it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from augcli.dataset.source import Folder, Source
from augcli.expansion.output.sample_names import name_samples
from augcli.expansion.output.settings import Originals

STEMS = st.text("aA._1é", min_size=1, max_size=5).filter(lambda stem: not stem.startswith("."))
LIKE_COPIES = st.builds("{}_aug00{}".format, STEMS, st.integers(1, 3))
FILES = st.builds("{}.{}".format, STEMS | LIKE_COPIES, st.sampled_from(["jpg", "JPG", "png"]))


@given(st.sets(FILES, min_size=1, max_size=12), st.sampled_from(["none", "copy"]))
def test_no_two_samples_share_a_name(files: set[str], originals: Originals) -> None:
    sources = [Source(f"v1.2/{file}", "v1.2") for file in sorted(files)]
    names: list[str] = []
    for source, name in name_samples(Folder(sources, []), "same", originals):
        assert name.ending == source.ending.lower()
        names += [name.copy(copy) for copy in (1, 2, 3)]
        names += [name.original] if originals == "copy" else []
    stems = [name.removeprefix("v1.2/").split(".") for name in names]
    assert all(len(parts) == 2 for parts in stems)
    keys = [stem.casefold() for stem, _ in stems]
    assert len({*keys}) == len(keys)

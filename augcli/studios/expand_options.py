"""Name the options of expand that a studio keeps to, as flags and as keys of a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from augcli.config.write import quoted
from augcli.dataset.scan import Dataset
from augcli.pipeline.copy_maker import Output
from augcli.studios.subject import Copying

Options = Mapping[str, str | int | bool]
"""Values by the key of a project file, which is the flag without its dashes."""


def copying_options(copying: Copying) -> Options:
    """Return the options of copies that are not as without flags, or that were typed."""
    output, usual = copying.output, Output()
    size = output.size and f"{output.size.width}x{output.size.height}"
    all_of_them: dict[str, tuple[str | int | bool | None, str | int | bool | None]] = {
        "format": (output.format, usual.format),
        "quality": (output.quality, usual.quality),
        "subsampling": (output.subsampling, usual.subsampling),
        "size": (size, None),
        "fit": (output.fit, usual.fit),
        "reject": (copying.reject, False),
        "mix-across": (copying.mix_across, False),
    }
    return {
        key: value
        for key, (value, plain) in all_of_them.items()
        if value and (value != plain or key in copying.typed)
    }


def dataset_options(dataset: Dataset) -> Options:
    """Return the options that say which images of a dataset get copies."""
    found: dict[str, str | int | bool] = {}
    if dataset.flat:
        found["flat"] = True
    if dataset.splits != Dataset.splits:
        found["splits"] = dataset.splits
    if dataset.follow_links:
        found["follow-links"] = True
    return found


def as_flags(options: Options) -> Iterator[str]:
    """Yield options as words of a command."""
    for key, value in options.items():
        yield f"--{key}"
        if value is not True:
            yield str(value)


def as_lines(options: Options) -> Iterator[str]:
    """Yield options as lines of a project file."""
    for key, value in options.items():
        text = quoted(value) if isinstance(value, str) else str(value).lower()
        yield f"{key} = {text}"

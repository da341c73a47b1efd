"""The flags of ``expand``, and what to note of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from augcli.cli.console import note
from augcli.cli.engine_options import note_unused_workers
from augcli.cli.no_effect import note_no_effect_on
from augcli.cli.output_options import note_unused_output
from augcli.cli.shown import Shown
from augcli.config.choose import ChosenPipeline
from augcli.expansion.loaders import LoaderCheck
from augcli.expansion.request.expand_request import ExpandRequest
from augcli.pipeline.copy_maker import Output
from augcli.pipeline.partners import needs_partners
from augcli.storage.names import canonical

_BARS = (
    "the bars of --fit contain repeat parts of the picture (fill mode {}): --fill-mode constant "
    "makes them plain"
)


@dataclass(frozen=True, kw_only=True)
class ExpandFlags(ExpandRequest, Shown):
    """The flags of ``expand`` apart from those of the pipeline, named after its parameters."""

    def note_doubtful(self, chosen: ChosenPipeline, *, mix_across: bool) -> None:
        """Note flags that do nothing, and those whose result may surprise."""
        if not self.quiet:
            for text in self._surprises(chosen):
                note(text)
        pipelines = [chosen.pipeline, *chosen.class_pipelines.values()]
        if mix_across and not any(map(needs_partners, pipelines)):
            note("--mix-across does nothing without --mixup, --cutmix or --mosaic")
        note_unused_output(self)
        note_unused_workers(self.scheduler)
        flips = any(step.transform.name == "horizontal_flip" for step in chosen.pipeline.steps())
        if self.swap_labels and not flips:
            note("--swap-labels does nothing without --horizontal-flip")

    def classes(self) -> list[str]:
        """Return the classes to give advice on: not those whose labels are swapped."""
        swapped = {label for text in self.swap_labels for label in canonical(text).split("=")}
        return [name for name in self.dataset.classes() if name not in swapped]

    def note_no_effect(self, files: LoaderCheck) -> None:
        """Note flags of the output that no file has a use for."""
        if self.format == Output.format and not self.quiet:
            quality = self.quality != Output.quality
            subsampling = self.subsampling != Output.subsampling
            note_no_effect_on(files.endings, quality=quality, subsampling=subsampling)

    def _surprises(self, chosen: ChosenPipeline) -> Iterator[str]:
        if self.originals == "link":
            yield self._limits_of_links()
        filled = chosen.resampling.fill_mode
        if self.fit == "contain" and self.size and filled != "constant":
            yield _BARS.format(filled)

    def _limits_of_links(self) -> str:
        changed = {"--size": self.size is not None, "--format": self.format != Output.format}
        flags = " and ".join(flag for flag, typed in changed.items() if typed)
        return (
            "--originals link leads to the sources as they are, with their metadata and orientation"
            + (f", regardless of {flags}" if flags else "")
            + ": --originals copy makes originals like the copies"
        )

"""Turn the flags of ``expand`` into the settings and options of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from augcli.cli.amount_options import parse_amount
from augcli.cli.arrange import arrangement_settings
from augcli.cli.console import note
from augcli.cli.no_effect import note_no_effect_on
from augcli.cli.output_options import parse_output
from augcli.cli.pick_classes import check_class
from augcli.cli.run_flags import RunFlags
from augcli.config.choose import ChosenPipeline
from augcli.config.parse_flag import parse_flag
from augcli.config.pipeline_file import ClassTable
from augcli.errors import UsageProblem
from augcli.expansion.loaders import LoaderCheck
from augcli.expansion.output.amount import Amount
from augcli.expansion.output.label_swaps import both_ways, parse_swap
from augcli.expansion.output.settings import Originals, Settings
from augcli.imaging.codec.formats import WantedSubsampling
from augcli.pipeline.canvas import Fit
from augcli.pipeline.copy_maker import Output
from augcli.pipeline.partners import needs_partners
from augcli.storage.names import canonical

_BARS = (
    "the bars of --fit contain repeat parts of the picture (fill mode {}): --fill-mode constant "
    "makes them plain"
)


@dataclass(frozen=True)
class ExpandFlags(RunFlags):
    """The flags of ``expand`` apart from those of the pipeline, named after its parameters."""

    copies: tuple[int | tuple[str, int], ...]
    balance: str
    target_per_class: int | None
    total: int | None
    cap: bool
    format: str
    quality: int
    size: str | None
    fit: Fit
    subsampling: WantedSubsampling
    originals: Originals
    reject: bool
    swap_labels: tuple[str, ...]

    def settings(self, chosen: ChosenPipeline, *, mix_across: bool) -> Settings:
        """Return the settings that decide the bytes of the outputs. Raises UsageProblem."""
        pipelines = chosen.class_pipelines
        mixes = any(map(needs_partners, [chosen.pipeline, *pipelines.values()]))
        self._check_classes(chosen.classes)
        if self.originals == "link" and not self.quiet:
            note(self._limits_of_links())
        filled = chosen.resampling.fill_mode
        if self.fit == "contain" and self.size and filled != "constant" and not self.quiet:
            note(_BARS.format(filled))
        if mix_across and not mixes:
            note("--mix-across does nothing without --mixup, --cutmix or --mosaic")
        return Settings(
            pipeline=chosen.pipeline,
            class_pipelines=pipelines,
            amount=self._amount(chosen.classes),
            seed=chosen.seed,
            resampling=chosen.resampling,
            depth_range=chosen.depth_range,
            output=parse_output(self),
            originals=self.originals,
            flat=self.flat,
            mix_across=mix_across,
            reject=self.reject,
            swap_labels=self._swapped_labels(chosen, mixes=mixes),
            splits=self.splits,
            **arrangement_settings(self.dataset, self.arrangement_flags),
        )

    def _amount(self, classes: Sequence[ClassTable]) -> Amount:
        """Return how many images to make; what is typed wins over the file. Raises UsageProblem."""
        typed = {one[0] for one in self.copies if not isinstance(one, int)}
        of_file = {one.name: one.copies for one in classes if one.copies is not None}
        added = tuple((name, n) for name, n in of_file.items() if name not in typed)
        return parse_amount(replace(self, copies=(*self.copies, *added)), self.dataset)

    def _check_classes(self, classes: Sequence[ClassTable]) -> None:
        """Raise UsageProblem if the file has tables of classes that can't be."""
        if not classes:
            return
        self.dataset.check()
        for one in classes:
            typed = f"[classes.{one.name}]"
            check_class(typed, one.name, self.dataset.classes(), f"{self.data}")
        if any(one.pipeline for one in classes) and self.swap_labels:
            raise UsageProblem(
                "--swap-labels does not go with classes that have a pipeline of their own",
                "leave one of the two out",
            )
        if arrangement_settings(self.dataset, self.arrangement_flags).get("labels") == "several":
            raise UsageProblem(
                f"[classes.{classes[0].name}] is for a class, and images have several labels here",
                "leave out the tables of classes",
            )

    def _limits_of_links(self) -> str:
        changed = {"--size": self.size is not None, "--format": self.format != Output.format}
        flags = " and ".join(flag for flag, typed in changed.items() if typed)
        return (
            "--originals link leads to the sources as they are, with their metadata and orientation"
            + (f", regardless of {flags}" if flags else "")
            + ": --originals copy makes originals like the copies"
        )

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

    def _swapped_labels(
        self, chosen: ChosenPipeline, *, mixes: bool
    ) -> tuple[tuple[str, str], ...]:
        if not self.swap_labels:
            return ()
        self._refuse_swaps_that_cannot_be(mixes=mixes)
        steps = chosen.pipeline.steps()
        if not any(step.transform.name == "horizontal_flip" for step in steps):
            note("--swap-labels does nothing without --horizontal-flip")
        example = ("left=right",)
        pairs = [parse_flag("--swap-labels", one, parse_swap, example) for one in self.swap_labels]
        typed = " ".join(self.swap_labels)
        swaps = parse_flag("--swap-labels", typed, lambda _: both_ways(pairs), example)
        for label in swaps:
            if not self.dataset.has_class(label):
                raise UsageProblem(
                    f"--swap-labels: {self.data} has no class {label}",
                    "give the names of two class folders",
                )
        return tuple(sorted(swaps.items()))

    def _refuse_swaps_that_cannot_be(self, *, mixes: bool) -> None:
        flag = "--flat" if self.flat else "--reject" if self.reject else ""
        if flag:
            raise UsageProblem(f"--swap-labels does not go with {flag}", "leave one of the two out")
        if mixes:
            raise UsageProblem(
                "--swap-labels does not go with mixing, which blends mirrored pictures with others",
                "leave one of the two out",
            )

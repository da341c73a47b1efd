"""A request to expand a dataset: turn it into the settings of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from augcli.config.choose import ChosenPipeline
from augcli.config.parse_flag import parse_flag
from augcli.config.pipeline_file import ClassTable
from augcli.dataset.check_class import check_class
from augcli.errors import UsageProblem
from augcli.expansion.output.amount import Amount
from augcli.expansion.output.label_swaps import both_ways, parse_swap
from augcli.expansion.output.settings import Originals, Settings
from augcli.expansion.output.sharding import LayoutName
from augcli.expansion.request.amount import parse_amount
from augcli.expansion.request.arrange import arrangement_settings
from augcli.expansion.request.output_files import parse_output
from augcli.expansion.request.run_request import RunRequest
from augcli.expansion.request.sharding import choose_sharding, parse_sharding
from augcli.expansion.run_options import EngineName, NewEngine, RunOptions
from augcli.pipeline.partners import needs_partners


@dataclass(frozen=True, kw_only=True)
class ExpandRequest(RunRequest):
    """The flags of ``expand`` apart from those of the pipeline, named after its parameters."""

    copies: tuple[int | tuple[str, int], ...] = ()
    balance: str = ""
    target_per_class: int | None = None
    total: int | None = None
    cap: bool = False
    originals: Originals = "none"
    reject: bool = False
    swap_labels: tuple[str, ...] = ()
    layout: LayoutName = "folder"
    shard_size: int | None = None
    shard_count: int | None = None
    engine: EngineName | NewEngine = "local"
    scheduler: str = ""

    def run_options(self) -> RunOptions:
        """Return the options that change no byte of the outputs."""
        return replace(super().run_options(), engine=self.engine, scheduler=self.scheduler)

    def settings(self, chosen: ChosenPipeline, *, mix_across: bool) -> Settings:
        """Return the settings that decide the bytes of the outputs. Raises UsageProblem."""
        pipelines = chosen.class_pipelines
        mixes = any(map(needs_partners, [chosen.pipeline, *pipelines.values()]))
        self._check_classes(chosen.classes)
        settings = Settings(
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
            swap_labels=self._swapped_labels(mixes=mixes),
            splits=self.splits,
            sharding=parse_sharding(self),
            **arrangement_settings(self.dataset, self.arrangement_flags),
        )
        if settings.sharding:
            return settings
        self.dataset.check()
        return replace(settings, sharding=choose_sharding(self, settings, self.dataset))

    def _amount(self, classes: Sequence[ClassTable]) -> Amount:
        """Return how many images to make; what is typed wins over the file. Raises UsageProblem."""
        of_file = {one.name: one.copies for one in classes if one.copies is not None}
        return parse_amount(self, self.dataset, of_file)

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

    def _swapped_labels(self, *, mixes: bool) -> tuple[tuple[str, str], ...]:
        if not self.swap_labels:
            return ()
        self._refuse_swaps_that_cannot_be(mixes=mixes)
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

"""A request to split a dataset without making copies: turn it into the settings of a run."""

from __future__ import annotations

from dataclasses import dataclass, replace

from augcli.expansion.output.amount import Amount
from augcli.expansion.output.settings import Settings
from augcli.expansion.request.arrange import arrangement_settings
from augcli.expansion.request.output_files import parse_output
from augcli.expansion.request.run_request import RunRequest
from augcli.expansion.request.sharding import choose_sharding
from augcli.pipeline.pipeline import Pipeline
from augcli.storage.remote.scheme import is_url


@dataclass(frozen=True, kw_only=True)
class SplitRequest(RunRequest):
    """The flags of ``split``, named after its parameters."""

    def settings(self) -> Settings:
        """Return the settings that decide the bytes of the outputs. Raises UsageProblem."""
        settings = Settings(
            Pipeline(()),
            Amount(copies=0),
            output=parse_output(self),
            originals="copy",
            flat=self.flat,
            splits=self.splits,
            **arrangement_settings(self.dataset, self.arrangement_flags),
        )
        if not is_url(self.out):
            return settings
        return replace(settings, sharding=choose_sharding(self, settings, self.dataset))

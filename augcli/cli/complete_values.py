"""What the Tab key offers for values that are names: see ``augcli completion``."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from augcli.catalogue.registry import catalogue
from augcli.config.presets import presets


def transform_names(
    context: click.Context,  # noqa: ARG001, click's signature
    parameter: click.Parameter,  # noqa: ARG001, click's signature
    incomplete: str,
) -> list[str]:
    """Offer the names of transforms, as they are typed."""
    names = (transform.title for transform in catalogue().values())
    return [name for name in names if name.startswith(incomplete)]


def chances(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Offer ``NAME=`` for --chance; the number is the user's."""
    return [f"{name}=" for name in transform_names(context, parameter, incomplete)]


def pipelines(
    context: click.Context,  # noqa: ARG001, click's signature
    parameter: click.Parameter,  # noqa: ARG001, click's signature
    incomplete: str,
) -> list[CompletionItem[str]]:
    """Offer presets, and files where none has such a name."""
    names = [CompletionItem(name) for name in presets() if name.startswith(incomplete)]
    return [CompletionItem(incomplete, type="file"), *names]

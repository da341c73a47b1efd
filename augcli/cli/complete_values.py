"""Complete the values of flags that are names (see ``augcli completion``)."""

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
    """Return the names of transforms that begin with ``incomplete``, as they are typed."""
    names = (transform.title for transform in catalogue().values())
    return [name for name in names if name.startswith(incomplete)]


def chances(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Return ``NAME=`` for ``--chance``; the user types the number."""
    return [f"{name}=" for name in transform_names(context, parameter, incomplete)]


def pipelines(
    context: click.Context,  # noqa: ARG001, click's signature
    parameter: click.Parameter,  # noqa: ARG001, click's signature
    incomplete: str,
) -> list[CompletionItem[str]]:
    """Return the presets that begin with ``incomplete``, and let the shell add files."""
    names = [CompletionItem(name) for name in presets() if name.startswith(incomplete)]
    return [CompletionItem(incomplete, type="file"), *names]

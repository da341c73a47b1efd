"""A recipe, drawn or read from a manifest: the steps of one copy, with their values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from augcli.pipeline.recipe_check import check_recipe
from augcli.pipeline.steps import AppliedStep


class Recipe(tuple[AppliedStep, ...]):
    """The values drawn for one copy: the steps applied, in order.

    A step is a dict such as ``{"transform": "rotation", "degrees": 12.5}``. ``json.dumps(recipe)``
    is what a manifest has in ``recipe``. Treat the dicts as read-only.
    """

    __slots__ = ()

    @classmethod
    def of(cls, steps: Sequence[AppliedStep]) -> Self:
        """Return the recipe of some steps, such as ``recipe`` in a line of a manifest.

        Example:
            >>> augcli.Recipe.of([{"transform": "horizontal_flip"}])
            ({'transform': 'horizontal_flip'},)

        Raises:
            ValueError: this version of augcli could not have drawn them.
        """
        if isinstance(steps, cls):
            return steps
        try:
            check_recipe(list(steps) if isinstance(steps, tuple) else steps)
        except ValueError as error:
            raise ValueError(f"recipe can't be applied: {error}") from error
        return cls(steps)

"""Pipelines of steps: draw a recipe, render a recipe."""

"""AugMix, at severity 3.

Source: Hendrycks, Mu, Cubuk, Zoph, Gilmer and Lakshminarayanan, AugMix: a simple data processing
method to improve robustness and uncertainty, ICLR 2020: three chains of one to three operations,
weights of Dirichlet(1, 1, 1), and a share of Beta(1, 1). Strengths are those of the authors' code,
``augmentations.py`` of github.com/google-research/augmix. It cuts shifts to whole pixels of its
small pictures; here they are fractions of any picture.
"""

from __future__ import annotations

from augcli.pipeline.graded import Formula, Levels
from augcli.pipeline.groups import Blend, SomeOf, Stage
from augcli.pipeline.policies.operations import Space, at_levels

_TOP = 10
SPACE = Space(
    skew=Formula(0, 0.3, _TOP),
    shift=Formula(0, 1 / 3, _TOP),
    rotation=Formula(0, 30, _TOP, whole=True),
    posterize=Formula(4, -4, _TOP, whole=True),
    solarize=Formula(256, -256, _TOP, whole=True),
    factor=Formula(0.1, 1.8, _TOP),
)
LEVELS = Levels(0.1, 3)  # up to the severity
# The authors leave the other operations out: they measure robustness against them.
_OPERATIONS = (
    *("autocontrast", "equalize", "posterize", "rotation", "solarize"),
    *("horizontal_skew", "vertical_skew", "width_shift", "height_shift"),
)
_CHAINS, _LONGEST = 3, 3


def policy() -> Stage:
    """Return the policy. The same operation may be chosen more than once."""
    operations = tuple(at_levels(operation, LEVELS, SPACE) for operation in _OPERATIONS)
    chain = SomeOf(operations, 1, _LONGEST, replace=True)
    return Blend((chain,) * _CHAINS)

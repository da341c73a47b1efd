"""AugMix, at severity 3.

Source: Hendrycks, Mu, Cubuk, Zoph, Gilmer and Lakshminarayanan, AugMix: a simple data processing
method to improve robustness and uncertainty, ICLR 2020: three chains of one to three operations,
weights of Dirichlet(1, 1, 1), and a share of Beta(1, 1).
"""

from __future__ import annotations

from augcli.pipeline.groups import Blend, SomeOf, Stage
from augcli.pipeline.policies.operations import Space, of_any_strength

_SEVERITY = 3 / 10
# The authors leave the other operations out: they measure robustness against them.
_OPERATIONS = (
    *("autocontrast", "equalize", "posterize", "rotation", "solarize"),
    *("horizontal_skew", "vertical_skew", "width_shift", "height_shift"),
)
_SPACE = Space(0.3 * _SEVERITY, _SEVERITY / 3, "fraction", 30 * _SEVERITY, 0.0, 3)
_CHAINS, _LONGEST = 3, 3


def policy() -> Stage:
    """Return the policy. The same operation may be chosen more than once."""
    operations = tuple(of_any_strength(operation, _SPACE) for operation in _OPERATIONS)
    chain = SomeOf(operations, 1, _LONGEST, replace=True)
    return Blend((chain,) * _CHAINS)

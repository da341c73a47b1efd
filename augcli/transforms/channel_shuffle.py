"""The colour channels in another order."""

from itertools import permutations

from augcli.catalogue import Annotated, Drawn, Mix, transform

_NAMES = tuple(map("".join, permutations("RGB")))
_ORDERS = list(permutations([(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)]))


@transform(group="colour", after="sepia")
def channel_shuffle(*, order: Annotated[float, Drawn(low=0, high=6, words=_NAMES)]) -> Mix:
    """Put red, green and blue in one of their six orders, the usual one included.

    Helps where colour has no meaning, but models rely on it.

    Harms all photos in which colour helps to recognize objects: skies turn red, faces green.

    Note: gray pictures stay as they are.
    """
    return Mix.of(*_ORDERS[min(5, int(order))])

"""The colour channels in another order."""

from itertools import permutations

from augcli.catalogue import Annotated, Drawn, Mix, transform

_ORDERS = list(permutations([(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)]))


@transform(group="colour", after="sepia")
def channel_shuffle(*, order: Annotated[float, Drawn(low=0, high=6)]) -> Mix:
    """Swap red, green and blue: one of their six orders, the usual one among them.

    Helps where colour means nothing, and models lean on it all the same.

    Harms all photos where colour helps to tell what is shown: skies turn red, faces green.

    Note: gray pictures stay as they are.
    """
    return Mix.of(*_ORDERS[min(5, int(order))])

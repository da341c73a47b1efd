"""How many images of a class belong on each side."""

from __future__ import annotations

from augcli.dataset.splitting.shares import Shares
from augcli.dataset.splitting.units import TRAIN


def side_targets(images: int, shares: Shares) -> dict[str, int]:
    """Return the number of images of a class on each side, train first.

    They are as near to the shares as whole images allow, by the method of largest remainders. Each
    side gets one at least if there are as many images as sides; otherwise train comes first, and
    then the others in order.
    """
    wanted = {TRAIN: 1 - sum(share for _, share in shares), **dict(shares)}
    if images < len(wanted):
        return {side: int(place < images) for place, side in enumerate(wanted)}
    exact = {side: share * images for side, share in wanted.items()}
    # Rounded first: 0.1 + 0.2 is not 0.3, and 0.7 * 10 must count as 7.
    targets = {side: int(round(number, 9)) for side, number in exact.items()}
    rest = sorted(wanted, key=lambda side: round(targets[side] - exact[side], 9))
    for side in rest[: images - sum(targets.values())]:
        targets[side] += 1
    for side in wanted:
        if not targets[side]:
            targets[max(targets, key=lambda one: targets[one])] -= 1
            targets[side] = 1
    return targets

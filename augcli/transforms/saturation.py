"""Saturation, by a factor."""

from augcli.catalogue import LUMA, Annotated, Mix, Real, transform


@transform(group="colour", after="white_balance")
def saturation(
    *,
    factor: Annotated[
        float,
        Real(low=0, high=10, neutral=1, default=(0.6, 1.4), unit="factors", unseen=(0.95, 1.05)),
    ],
) -> Mix:
    """Multiply every colour's distance from its gray: 0 is gray, 1 changes nothing.

    Helps where cameras and light make colours more or less vivid.

    Harms where a shade of colour tells the class.

    Note: the same as Pillow's ``ImageEnhance.Color``. Gray pictures stay as they are.
    """
    return Mix.partly(1 - factor, LUMA, LUMA, LUMA)

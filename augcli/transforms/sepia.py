"""The brown of old photographs."""

from augcli.catalogue import Annotated, Mix, Real, transform


@transform(group="colour", after="grayscale")
def sepia(
    *,
    amount: Annotated[
        float, Real(low=0, high=1, neutral=0, default=(0, 0.7), unit="amounts", unseen=(0, 0.03))
    ],
) -> Mix:
    """Tone the picture brown like an old photograph: 0 changes nothing, 1 leaves no other colour.

    Helps where old or filtered photos are among the pictures.

    Harms where colour tells the class, and clips the lightest levels.

    Note: the matrix of CSS's ``sepia()``. Gray pictures stay as they are.

    Source: W3C, Filter Effects Module Level 1, section 9.3.
    """
    return Mix.partly(
        amount,
        (0.393, 0.769, 0.189),
        (0.349, 0.686, 0.168),
        (0.272, 0.534, 0.131),
    )

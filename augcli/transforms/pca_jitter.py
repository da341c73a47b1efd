"""Colour jitter along the principal components of natural images."""

from augcli.catalogue import Annotated, Drawn, Mix, Real, transform
from augcli.imaging.kernels.noise import normal_quantile

# The principal components of ImageNet's colours, on the scale 0..1: the eigenvalue, then the share
# of red, green and blue.
_COMPONENTS = (
    (0.2175, (-0.5675, -0.5808, -0.5836)),
    (0.0188, (0.7192, -0.0045, -0.6948)),
    (0.0045, (0.4009, -0.8140, 0.4203)),
)
_LEAST = 1e-5  # a limit to probabilities, so that no shift exceeds 4.3 deviations


@transform(group="colour", after="channel_dropout", full_scale=True)
def pca_jitter(
    *,
    deviation: Annotated[
        float,
        Real(low=0, high=1, neutral=0, default=(0.1, 0.1), unit="deviations", unseen=(0, 0.01)),
    ],
    quantiles: Annotated[list[float], Drawn(count=3)],
) -> Mix:
    """Shift all colours as natural light and exposure do, by a normal random amount.

    Helps photos of natural scenes: they vary a little in brightness and in colour at once.

    Harms where colour is the measurement, and pictures that are not photos.

    Note: also called fancy PCA or lighting noise. The principal components are those of ImageNet.
    Gray pictures stay as they are.

    Note: 255 stands for full scale, in 16-bit pictures 65535 or what ``--depth-range`` says.

    Source: Krizhevsky, Sutskever and Hinton, ImageNet classification with deep convolutional neural
    networks, NIPS 2012, section 4.1.
    """
    shifts = [0.0, 0.0, 0.0]
    for quantile, (variance, component) in zip(quantiles, _COMPONENTS, strict=True):
        share = min(max(quantile, _LEAST), 1 - _LEAST)
        alpha = deviation * (255 * normal_quantile(share))
        shifts = [
            shift + alpha * variance * part for shift, part in zip(shifts, component, strict=True)
        ]
    red, green, blue = shifts
    return Mix.offset(red, green, blue)

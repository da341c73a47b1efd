"""The same operations by Albumentations: each of augcli's names, and what comes closest to it.

Parameters are as strong as augcli's in ``augcli_calls.py``; the border is replicated, as there.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

# Read at import time: without it Albumentations asks the network for a newer release.
os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"

import albumentations as A  # noqa: N812 (the library's own convention)
import cv2
import numpy as np
from loop import SIZE, photo, serve

WIDTH, HEIGHT = SIZE
EDGE: dict[str, Any] = {"border_mode": cv2.BORDER_REPLICATE}
ALONE = {"brightness": (1, 1), "contrast": (1, 1), "saturation": (1, 1), "hue": (0, 0)}
OTHERS = ("flower/geranium.jpg", "bird.jpg", "bird/turkey.jpg")

TRANSFORMS = {
    "rotation": A.Affine(rotate=(30, 30), **EDGE),
    "width_shift": A.Affine(translate_percent={"x": (0.1, 0.1), "y": (0, 0)}, **EDGE),
    "height_shift": A.Affine(translate_percent={"x": (0, 0), "y": (0.1, 0.1)}, **EDGE),
    "shear": A.Affine(shear={"x": (15, 15), "y": (0, 0)}, **EDGE),
    "zoom": A.Affine(scale=(1.2, 1.2), **EDGE),
    "horizontal_flip": A.HorizontalFlip(),
    "vertical_flip": A.VerticalFlip(),
    "perspective": A.Perspective(scale=(0.1, 0.1), **EDGE),
    "rot90": A.RandomRotate90(),
    "transpose": A.Transpose(),
    "crop": A.RandomResizedCrop((HEIGHT, WIDTH), scale=(0.6, 0.6)),
    "horizontal_skew": A.Affine(shear={"x": (11, 11), "y": (0, 0)}, **EDGE),
    "vertical_skew": A.Affine(shear={"x": (0, 0), "y": (11, 11)}, **EDGE),
    "elastic": A.ElasticTransform(alpha=300, sigma=32, **EDGE),
    "grid_distortion": A.GridDistortion(distort_limit=(0.3, 0.3), **EDGE),
    "barrel": A.OpticalDistortion(distort_limit=(0.3, 0.3), **EDGE),
    "thin_plate": A.ThinPlateSpline(scale_range=(0.05, 0.05), **EDGE),
    "brightness": A.ColorJitter(**ALONE | {"brightness": (1.2, 1.2)}),
    "channel_shift": A.RGBShift((20, 20), (20, 20), (20, 20)),
    "contrast": A.ColorJitter(**ALONE | {"contrast": (1.2, 1.2)}),
    "gamma": A.RandomGamma(gamma_limit=(140, 140)),
    "posterize": A.Posterize(num_bits=(3, 3)),
    "solarize": A.Solarize(threshold_range=(0.5, 0.5)),
    "invert": A.InvertImg(),
    "autocontrast": A.AutoContrast(),
    "equalize": A.Equalize(),
    "clahe": A.CLAHE(clip_limit=(3, 3)),
    "temperature": A.PlanckianJitter(),
    "saturation": A.ColorJitter(**ALONE | {"saturation": (1.4, 1.4)}),
    "hue": A.ColorJitter(**ALONE | {"hue": (0.05, 0.05)}),
    "grayscale": A.ToGray(),
    "sepia": A.ToSepia(),
    "channel_shuffle": A.ChannelShuffle(),
    "channel_dropout": A.ChannelDropout(),
    "pca_jitter": A.FancyPCA(alpha=0.1),
    "gaussian_blur": A.GaussianBlur(blur_limit=0, sigma_limit=(2, 2)),
    "box_blur": A.Blur(blur_limit=(9, 9)),
    "motion_blur": A.MotionBlur(blur_limit=(13, 13)),
    "defocus": A.Defocus(radius=(4, 4)),
    "median_blur": A.MedianBlur(blur_limit=(5, 5)),
    "zoom_blur": A.ZoomBlur(max_factor=(1.06, 1.06), step_factor=(0.01, 0.01)),
    "sharpness": A.Sharpen(alpha=(0.5, 0.5), lightness=(1, 1)),
    "unsharp_mask": A.UnsharpMask(blur_limit=(7, 7), alpha=(0.5, 0.5)),
    "emboss": A.Emboss(alpha=(0.4, 0.4), strength=(0.5, 0.5)),
    "shadow": A.RandomShadow(num_shadows_limit=(1, 1)),
    "sun_flare": A.RandomSunFlare(src_radius=100),
    "rain": A.RandomRain(),
    "snow": A.RandomSnow(),
    "fog": A.RandomFog(fog_coef_range=(0.5, 0.5)),
    "spatter": A.Spatter(),
    "gaussian_noise": A.GaussNoise(std_range=(20 / 255, 20 / 255)),
    "shot_noise": A.ShotNoise(scale_range=(0.1, 0.1)),
    "iso_noise": A.ISONoise(color_shift=(0.05, 0.05), intensity=(0.3, 0.3)),
    "salt_and_pepper": A.SaltAndPepper(amount=(0.02, 0.02)),
    "speckle_noise": A.MultiplicativeNoise((0.85, 1.15), per_channel=True, elementwise=True),
    "jpeg_compression": A.ImageCompression("jpeg", quality_range=(50, 50)),
    "webp_compression": A.ImageCompression("webp", quality_range=(50, 50)),
    "downscale": A.Downscale(
        (0.4, 0.4), {"downscale": cv2.INTER_AREA, "upscale": cv2.INTER_LINEAR}
    ),
    "random_erasing": A.Erasing(scale=(0.2, 0.2), fill="random"),
    "cutout": A.CoarseDropout((1, 1), (0.3, 0.3), (0.3, 0.3)),
    "grid_mask": A.GridDropout(ratio=0.5),
    "hide_and_seek": A.GridDropout(ratio=0.5, holes_number_xy=(4, 4)),
    "mosaic": A.Mosaic(target_size=(HEIGHT, WIDTH), cell_shape=(HEIGHT, WIDTH)),
}


def call_of(transform: A.BasicTransform) -> Callable[[], object]:
    transform.p = 1
    image = np.array(photo())
    metadata = {}
    if isinstance(transform, A.Mosaic):
        metadata = {"mosaic_metadata": [{"image": np.array(photo(name))} for name in OTHERS]}
    return lambda: transform(image=image, **metadata)["image"]


if __name__ == "__main__":
    cv2.setNumThreads(1)
    serve({name: call_of(transform) for name, transform in TRANSFORMS.items()})

"""The policies as torchvision has them."""

from __future__ import annotations

from augcli.exporting.source import Raw

POLICIES: dict[str, tuple[str, dict[str, object]]] = {
    "randaugment": ("RandAugment", {"num_ops": 2, "magnitude": 9}),
    "trivialaugment": ("TrivialAugmentWide", {}),
    "autoaugment-imagenet": ("AutoAugment", {"policy": Raw("v2.AutoAugmentPolicy.IMAGENET")}),
    "autoaugment-cifar": ("AutoAugment", {"policy": Raw("v2.AutoAugmentPolicy.CIFAR10")}),
    "augmix": ("AugMix", {"severity": 3, "mixture_width": 3}),
}

"""Each kind of loader trains for real: the loss falls in a short epoch on real photos."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import augcli

pytestmark = pytest.mark.environment(name="training")
PIPELINE = augcli.Pipeline.from_flags("--rotation 10 --horizontal-flip --brightness 0.1")


def mean_losses(batches: Any) -> tuple[float, float]:
    """Train a small model, and return the mean loss of the first 20 batches and of the last."""
    import torch

    torch.manual_seed(0)
    model = torch.nn.Sequential(
        torch.nn.Conv2d(3, 16, 5, stride=2),
        torch.nn.ReLU(),
        torch.nn.AdaptiveAvgPool2d(6),
        torch.nn.Flatten(),
        torch.nn.Linear(576, 10),
    )
    optimizer = torch.optim.Adam(model.parameters(), 0.005)
    losses = []
    for images, labels in batches:
        loss = torch.nn.functional.cross_entropy(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return float(np.mean(losses[:20])), float(np.mean(losses[-20:]))


def test_a_loader_of_tensors_trains(clothing: Path) -> None:
    with augcli.torch.loader(clothing, PIPELINE, 64, 8, normalize="imagenet", workers=2) as loader:
        first, last = mean_losses(batch for _ in range(4) for batch in loader)
    assert last < first


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
@pytest.mark.parametrize("persistent", [True, False])
def test_a_dataset_draws_by_name_in_every_worker(
    clothing: Path, method: str, persistent: bool
) -> None:
    import torch
    from torch.utils.data import DataLoader

    dataset = augcli.torch.AugmentedFolder(clothing, PIPELINE, 32, limit=4)
    loader = DataLoader(
        dataset,
        batch_size=4,
        num_workers=2,
        persistent_workers=persistent,
        multiprocessing_context=method,
    )
    for epoch in range(2):
        dataset.set_epoch(epoch)
        made = torch.cat([images for images, _ in loader])
        alone = torch.stack([dataset[number][0] for number in range(len(dataset))])
        assert torch.equal(made, alone)
        for path, image in zip(dataset.samples, made, strict=True):
            name = Path(path[0]).relative_to(clothing).as_posix()
            flow = augcli.flow_from_directory(
                clothing, PIPELINE, 32, include=name, epoch=epoch, class_mode=None, workers=0
            )
            assert np.allclose(next(iter(flow))[0].transpose(2, 0, 1), image, atol=1e-6)
            break
    assert len({image.numpy().tobytes() for image in made}) == len(made)


def test_a_dataset_is_like_an_image_folder(clothing: Path) -> None:
    from torch.utils.data import DataLoader, DistributedSampler
    from torchvision.datasets import ImageFolder

    dataset, folder = augcli.torch.AugmentedFolder(clothing, PIPELINE, 64), ImageFolder(clothing)
    assert (dataset.classes, dataset.class_to_idx) == (folder.classes, folder.class_to_idx)
    assert (dataset.samples, dataset.targets) == (folder.samples, folder.targets)
    parts = [DistributedSampler(dataset, 2, rank) for rank in (0, 1)]
    assert sorted({*parts[0], *parts[1]}) == list(range(len(dataset)))
    loader = DataLoader(dataset, 8, shuffle=True)
    first, last = mean_losses(batch for _ in range(4) for batch in loader)
    assert last < first


def test_a_transform_stands_in_a_compose(clothing: Path) -> None:
    import torch
    from torch.utils.data import DataLoader
    from torchvision import transforms
    from torchvision.datasets import ImageFolder

    steps = [transforms.Resize((64, 64)), augcli.torch.Transform(PIPELINE), transforms.ToTensor()]
    folder = ImageFolder(clothing, transforms.Compose(steps))
    torch.manual_seed(1)
    one = folder[0][0]
    torch.manual_seed(1)
    assert torch.equal(one, folder[0][0])
    assert not torch.equal(one, folder[0][0])
    loader = DataLoader(folder, 8, shuffle=True, num_workers=2)
    first, last = mean_losses(batch for _ in range(4) for batch in loader)
    assert last < first
    tensor = torch.rand(3, 20, 30)
    assert augcli.torch.Transform(PIPELINE)(tensor).shape == tensor.shape


def test_a_dataset_of_hugging_face_trains(clothing: Path, place: Path) -> None:
    import torch
    from datasets import load_dataset  # type: ignore[attr-defined]  # where it is not installed

    assert place
    dataset = load_dataset("imagefolder", data_dir=str(clothing), split="train").shuffle(seed=1)
    pipeline = PIPELINE.replace(size=64)
    dataset.set_transform(augcli.hf.transform(pipeline))

    def batches() -> Any:
        for start in range(0, len(dataset), 8):
            some = dataset[start : start + 8]
            pixels = np.stack([np.asarray(image) for image in some["image"]])
            yield torch.from_numpy(pixels).permute(0, 3, 1, 2) / 255, torch.tensor(some["label"])

    first, last = mean_losses(batch for _ in range(4) for batch in batches())
    assert last < first
    one, other = (np.asarray(dataset[0]["image"]) for _ in range(2))
    assert not np.array_equal(one, other)


KERAS = """
import sys, keras, augcli
from augcli.keras import ImageDataGenerator
from pathlib import Path
pipeline = augcli.Pipeline.from_flags("--rotation 10 --horizontal-flip")
options = {"target_size": (64, 64), "batch_size": 8, "seed": 1}
if sys.argv[2] == "dataset":
    train = augcli.keras.dataset(sys.argv[1], pipeline, **options, workers=2)
else:
    generator = ImageDataGenerator(rescale=1 / 255, rotation_range=10, horizontal_flip=True)
    train = generator.flow_from_directory(sys.argv[1], **options)
keras.utils.set_random_seed(3)
layers = keras.layers
conv = layers.Conv2D(16, 5, strides=2, activation="relu")
model = keras.Sequential([layers.Input((64, 64, 3)), conv, layers.AveragePooling2D(5)])
model.add(layers.Flatten())
model.add(layers.Dense(10, activation="softmax"))
model.compile(optimizer=keras.optimizers.Adam(0.001), loss="categorical_crossentropy")
history = model.fit(train, steps_per_epoch=len(train), epochs=4, verbose=0).history["loss"]
assert history[-1] < history[0], history
print("falls")
"""


@pytest.mark.parametrize("backend", ["torch", "jax"])
@pytest.mark.parametrize("kind", ["dataset", "generator"])
def test_keras_3_trains(clothing: Path, place: Path, backend: str, kind: str) -> None:
    import os

    done = subprocess.run(
        [sys.executable, "-c", KERAS, str(clothing), kind],
        cwd=place,
        env={**os.environ, "KERAS_BACKEND": backend},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.stdout.endswith("falls\n"), done.stderr[-2000:]

"""A small convolutional net, as a second opinion: it needs PyTorch."""

from __future__ import annotations

from typing import Any

from augcli.imaging.lazy import Array, np

_SIDE = 32  # pixels: of what the net sees
_EPOCHS, _BATCH, _RATE = 24, 64, 2e-3
_SEEDS = 2  # nets whose probabilities are averaged: single ones lie 1.6 points apart


def fit_and_predict(x: Array, y: Array, asked: Array, classes: int, seed: int) -> Array:
    """Return the classes that the mean of some nets takes pictures for, (m,).

    ``x`` is (n, 64, 64, 3), uint8, ``y`` (n,), and ``asked`` (m, 64, 64, 3).
    """
    import torch

    torch.set_num_threads(1)
    shown, questions = _tensor(torch, x), _tensor(torch, asked)
    labels = torch.from_numpy(y.astype(np.int64))
    total = sum(
        _trained(torch, shown, labels, questions, (classes, seed + n)) for n in range(_SEEDS)
    )
    found: Array = total.argmax(1).numpy()
    return found


def _trained(torch: Any, x: Any, y: Any, asked: Any, how: tuple[int, int]) -> Any:
    classes, seed = how
    nn = torch.nn
    torch.manual_seed(seed)
    layers: list[Any] = []
    for into, out in ((3, 32), (32, 64), (64, 128)):
        layers += [nn.Conv2d(into, out, 3, padding=1), nn.BatchNorm2d(out), nn.ReLU()]
        layers += [nn.MaxPool2d(2)]
    net = nn.Sequential(*layers, nn.Flatten(), nn.Dropout(0.3), nn.Linear(128 * 16, classes))
    optimizer = torch.optim.AdamW(net.parameters(), _RATE, weight_decay=1e-3)
    steps = _EPOCHS * -(-len(x) // _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=steps)
    for _ in range(_EPOCHS):
        order = torch.randperm(len(x))
        for start in range(0, len(x), _BATCH):
            some = order[start : start + _BATCH]
            if len(some) < 2:  # batch normalization needs two
                continue
            loss = nn.functional.cross_entropy(net(x[some]), y[some])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    net.eval()
    with torch.no_grad():
        return torch.softmax(net(asked), 1)


def _tensor(torch: Any, pixels: Array) -> Any:
    tensor = torch.from_numpy(np.ascontiguousarray(pixels)).permute(0, 3, 1, 2).float() / 255
    return torch.nn.functional.avg_pool2d(tensor, tensor.shape[-1] // _SIDE) - 0.5

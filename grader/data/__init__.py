"""The handwritten digits that come with the kit: 28x28, in MNIST's own files. README.md names their source."""

from __future__ import annotations

from pathlib import Path

import numpy as np

IMAGES_BEGIN, LABELS_BEGIN = 16, 8
"""Bytes of an IDX file before its first pixel and before its first label."""


def digits() -> Path:
    """The folder to hand to ``torchvision.datasets.MNIST(root=...)``: it holds ``MNIST/raw/``."""
    return Path(__file__).parent


def read_digits(train: bool) -> tuple[np.ndarray, np.ndarray]:
    """The digits without torchvision.

    Args:
        train: the 1,400 to learn from, or the 397 held out.

    Returns:
        Images (samples, 28, 28), uint8 from 0 (paper) to 255 (ink), and labels (samples,), int64.
    """
    raw = digits() / "MNIST" / "raw"
    part = "train" if train else "t10k"
    images = np.fromfile(raw / f"{part}-images-idx3-ubyte", dtype=np.uint8, offset=IMAGES_BEGIN)
    labels = np.fromfile(raw / f"{part}-labels-idx1-ubyte", dtype=np.uint8, offset=LABELS_BEGIN)
    return images.reshape(-1, 28, 28), labels.astype(np.int64)

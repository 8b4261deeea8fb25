"""Make the digits in MNIST/raw/ from the set that scikit-learn ships. The same bytes come out at every run.

Needs scikit-learn and numpy, which the kit itself does not need: run it in an environment of its own.

    python -m venv /tmp/digits && /tmp/digits/bin/pip install scikit-learn
    /tmp/digits/bin/python grader/data/make_digits.py

The 8x8 images (values 0 to 16) are enlarged to 28x28 (0 to 255) by bilinear interpolation in whole numbers, so that no
library's rounding shows. The 1,797 digits are shuffled once, from a fixed seed: the first 1,400 are to learn from, the
other 397 are held out.
"""

from __future__ import annotations

import argparse
import struct
from pathlib import Path

import numpy as np

SIDE, ENLARGED = 8, 28
TRAIN = 1400
SEED = 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--to",
        type=Path,
        default=Path(__file__).parent,
        metavar="FOLDER",
        help="write FOLDER/MNIST/raw/ (default: beside this script)",
    )
    folder = parser.parse_args().to / "MNIST" / "raw"
    try:
        from sklearn.datasets import load_digits
    except ImportError:
        parser.exit(2, "make_digits.py needs scikit-learn (see --help): pip install scikit-learn\n")
    small = load_digits()
    # RandomState's stream is frozen by numpy: this order stays as it is.
    order = np.random.RandomState(SEED).permutation(len(small.target))
    images = enlarge(small.images.astype(np.int64))[order]
    labels = small.target.astype(np.uint8)[order]
    folder.mkdir(parents=True, exist_ok=True)
    for part, rows in (("train", slice(None, TRAIN)), ("t10k", slice(TRAIN, None))):
        write_idx(folder / f"{part}-images-idx3-ubyte", images[rows])
        write_idx(folder / f"{part}-labels-idx1-ubyte", labels[rows])
        print(f"{part}: {len(labels[rows])} digits")
    print(f"wrote {folder}")


def enlarge(images: np.ndarray) -> np.ndarray:
    """(samples, 8, 8) of 0 to 16 -> (samples, 28, 28) of 0 to 255, bilinear, in whole numbers."""
    weights = interpolation()
    fourteenths = weights @ images @ weights.T  # 14 * 14 times the value
    scale = 16 * 14 * 14
    enlarged: np.ndarray = ((fourteenths * 255 + scale // 2) // scale).astype(np.uint8)
    return enlarged


def interpolation() -> np.ndarray:
    """(28, 8): how many fourteenths each small pixel gives to each large one.

    The centre of large pixel i is at (i + 1/2) * 8/28 - 1/2 = (4 i - 5) / 14 on the small grid.
    """
    weights = np.zeros((ENLARGED, SIDE), dtype=np.int64)
    for large in range(ENLARGED):
        below, share = divmod(4 * large - 5, 14)
        weights[large, min(max(below, 0), SIDE - 1)] += 14 - share
        weights[large, min(max(below + 1, 0), SIDE - 1)] += share
    return weights


def write_idx(path: Path, values: np.ndarray) -> None:
    """MNIST's own format: two zero bytes, 8 for unsigned bytes, the dimensions' number and sizes, the values."""
    header = struct.pack(f">BBBB{values.ndim}I", 0, 0, 8, values.ndim, *values.shape)
    path.write_bytes(header + np.ascontiguousarray(values).tobytes())


if __name__ == "__main__":
    main()

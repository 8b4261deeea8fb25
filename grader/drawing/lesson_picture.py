"""A lesson's pictures: each as SVG for the lesson's page, and as PNG for notebooks, where JupyterLab shows no SVG."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError

DPI = 192
"""Twice what a browser takes for a picture's own size, so that a PNG is sharp where it is shown half as large."""
_SVG = "SVG"
"""The PNG's text entry that holds the digest of the SVG it was saved with."""


def save_picture(figure: Any, path: Path, **options: Any) -> None:
    """Save a figure as ``path``, an SVG, and beside it as a PNG that says which SVG it belongs to.

    Args:
        figure: a matplotlib figure.
        path: ``exercises/exNN/name.svg``.
        options: for matplotlib's ``savefig``.
    """
    figure.savefig(path, **options, metadata={"Date": None})
    # Without a date and a version, the same picture gives the same file.
    figure.savefig(png_of(path), dpi=DPI, **options, metadata={"Software": None, _SVG: _digest(path)})


def png_of(svg: Path) -> Path:
    """Where an SVG's PNG is: ``network@2x.png`` for ``network.svg``, so that no script's own picture replaces it."""
    return svg.with_name(f"{svg.stem}@2x.png")


def belong_together(svg: Path) -> bool:
    """Whether an SVG and the PNG beside it were saved by the same call of `save_picture`."""
    try:
        with Image.open(png_of(svg)) as picture:
            return bool(picture.info.get(_SVG) == _digest(svg))
    except (FileNotFoundError, UnidentifiedImageError):
        return False


def _digest(svg: Path) -> str:
    """The SVG's SHA-256, whatever line endings a checkout gave it."""
    return hashlib.sha256(svg.read_text(encoding="utf-8").encode()).hexdigest()

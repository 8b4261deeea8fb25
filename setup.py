"""What pyproject.toml cannot say: what wheels and sdists carry besides the packages, and the page on PyPI.

They carry the exercises, as ``grader/released/``. Its modules are made from the solutions and not from what is in
``exercises/``, where somebody may have worked.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

sys.path.insert(0, str(Path(__file__).parent))

from grader.learner.folder import write_released

REPOSITORY = "https://github.com/torchkata/torchkata"


class BuildWithExercises(build_py):
    """The packages, and the exercises among them. An editable installation finds them in the checkout."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            _write_into(Path(self.build_lib))


class SdistWithExercises(sdist):
    """The same for the sdist, which holds no solutions to make them from."""

    def make_release_tree(self, base_dir: str, files: list[str]) -> None:
        super().make_release_tree(base_dir, files)
        _write_into(Path(base_dir))


def _write_into(root: Path) -> None:
    released = root / "grader" / "released"
    shutil.rmtree(released, ignore_errors=True)
    write_released(released)


def page_on_pypi() -> str:
    """README.md with addresses instead of relative links, which lead nowhere on PyPI."""
    text = Path(__file__).with_name("README.md").read_text(encoding="utf-8")
    pages = re.sub(r"((?<!!)\[[^]]*\]\()(?![a-z]+:|#)", rf"\1{REPOSITORY}/blob/main/", text)
    return re.sub(r"(!\[[^]]*\]\()(?![a-z]+:)", rf"\1{REPOSITORY}/raw/main/", pages)


setup(
    cmdclass={"build_py": BuildWithExercises, "sdist": SdistWithExercises},
    long_description=page_on_pypi(),
    long_description_content_type="text/markdown",
)

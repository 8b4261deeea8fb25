"""``kata notebook``, through the real command."""

from __future__ import annotations

import json


def test_a_notebook_is_written_and_never_over_another(kit):
    path = kit.root / "ex01.ipynb"
    ran = kit.kata("notebook", "num_flat_features", "--wheel", "torchkata.whl")
    assert (ran.status, ran.text) == (0, "wrote ex01.ipynb\n")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert [cell["id"] for cell in cells if cell["cell_type"] == "code"][:2] == ["install", "setup"]
    path.write_text("my work", encoding="utf-8")
    again = kit.kata("notebook", "1")
    assert again.status == 2
    assert "ex01.ipynb exists, and may hold work. Choose another --output, or replace it with --force." in again.flat
    assert path.read_text(encoding="utf-8") == "my work"

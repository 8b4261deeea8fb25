"""Notebooks that want points they did not earn, or that break what stands around them, each made from the released one.

A function here takes the released notebook of ex01 and returns what is handed in: a notebook, or bytes. Its docstring
says what is tried. `ATTACKS` has them by name, with the points that the work in them deserves.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

Notebook = dict[str, Any]
RIGHT = "import math\n\ndef num_flat_features(x):\n    return math.prod(x.shape[1:])\n"
ATTACKS: dict[str, tuple[Callable[[Notebook], Notebook | bytes], int]] = {}
PAYLOAD = "<script>document.title = 'owned'</script><img src=x onerror=alert(1)>"


def attack(make: Callable[[Notebook], Notebook | bytes]) -> Callable[[Notebook], Notebook | bytes]:
    """Register what deserves nothing."""
    ATTACKS[make.__name__] = (make, 0)
    return make


def accident(make: Callable[[Notebook], Notebook | bytes]) -> Callable[[Notebook], Notebook | bytes]:
    """Register what holds the right answer, however battered, and keeps its points."""
    ATTACKS[make.__name__] = (make, 10)
    return make


def answered(notebook: Notebook, code: str) -> Notebook:
    """The notebook with ``code`` where the answer belongs."""
    notebook = copy.deepcopy(notebook)
    next(cell for cell in notebook["cells"] if cell["id"] == "write-num_flat_features")["source"] = code
    return notebook


def graded(notebook: Notebook) -> list[Notebook]:
    """The graded cells."""
    return [cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade")]


@attack
def patches_run_cell(notebook):
    """Stock: every later cell runs nothing and so counts as passed."""
    return answered(notebook, "shell = get_ipython()\nasync def run(*a, **k): pass\nshell.run_cell_async = run")


@attack
def empties_input_transformers(notebook):
    """Stock: a transformer turns every later cell's text into nothing."""
    return answered(notebook, "get_ipython().input_transformers_cleanup[:] = [lambda lines: []]")


@attack
def drops_asserts(notebook):
    """Stock: an AST transformer takes every check away."""
    code = "import ast\nclass Drop(ast.NodeTransformer):\n    def visit_Assert(self, node): return ast.Pass()\n"
    return answered(notebook, code + "get_ipython().ast_transformers.append(Drop())")


@attack
def equals_everything(notebook):
    code = "class Yes(int):\n    def __eq__(self, other): return True\n    __hash__ = None\n"
    return answered(notebook, code + "def num_flat_features(x): return Yes(3)")


@attack
def reads_the_source(notebook):
    """Stock: the source notebook lies three folders up."""
    code = (
        "import glob, json\nfor path in glob.glob('/**/source/ex01/ex01.ipynb', recursive=True) + "
        "['../../../source/ex01/ex01.ipynb', '../../source/ex01/ex01.ipynb']:\n    try:\n"
        "        for cell in json.load(open(path))['cells']:\n            if cell['cell_type'] == 'code':\n"
        "                exec(''.join(cell['source']), globals())\n    except OSError:\n        pass\n"
    )
    return answered(notebook, code)


@attack
def reads_a_neighbour(notebook):
    code = (
        "import json\nfor path in ('../../anna/ex01/ex01.ipynb', '../../../submitted/anna/ex01/ex01.ipynb'):\n"
        "    try:\n        for cell in json.load(open(path))['cells']:\n            exec(''.join(cell['source']))\n"
        "    except OSError:\n        pass\n"
    )
    return answered(notebook, code)


@attack
def forges_results(notebook):
    """Outputs that say what the judge would say."""
    notebook = copy.deepcopy(notebook)
    for cell in graded(notebook):
        points = str(cell["metadata"]["nbgrader"]["points"])
        cell["outputs"] = [
            {"output_type": "execute_result", "data": {"text/plain": points}, "metadata": {}, "execution_count": 1}
        ]
    return notebook


@attack
def displays_results(notebook):
    code = "from IPython.display import display\ndisplay(2.0)\nprint(2.0)\n2.0"
    return answered(notebook, code)


@attack
def worth_nan(notebook):
    """Stock: points that are no number are full marks."""
    notebook = copy.deepcopy(notebook)
    for cell in graded(notebook):
        cell["metadata"]["nbgrader"]["points"] = float("nan")
        cell["source"] = "float('nan')"
    return notebook


@attack
def worth_a_million(notebook):
    notebook = copy.deepcopy(notebook)
    for cell in graded(notebook):
        cell["metadata"]["nbgrader"]["points"] = 10**6
    return notebook


@attack
def markup_that_does_things(notebook):
    """Scripts and links in text, in pictures' names and kinds, in formulas, and in what is printed."""
    notebook = answered(notebook, f"print({PAYLOAD!r})\nraise ValueError({PAYLOAD!r})")
    text = f"{PAYLOAD}\n\n[click](javascript:alert(1)) <javascript:alert(1)> $\\href{{javascript:alert(1)}}{{x}}$\n\n"
    text += "![p](attachment:p.svg)\n\n<iframe srcdoc='<script>alert(1)</script>'></iframe>"
    picture = {'image/svg+xml" onload="alert(1)': "PHN2Zz4=", "text/html": "PHNjcmlwdD4=", "image/png": PAYLOAD}
    cell = {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": text, "attachments": {"p.svg": picture}}
    raw = {"cell_type": "raw", "id": "raw", "metadata": {"raw_mimetype": "text/html"}, "source": PAYLOAD}
    shown = {"cell_type": "code", "id": "shown", "metadata": {}, "execution_count": 1, "source": "1", "outputs": []}
    shown["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": {"text/html": PAYLOAD}}]
    notebook["cells"][0] |= {"source": PAYLOAD, "attachments": {}}
    notebook["cells"] += [cell, raw, shown]
    notebook["metadata"]["title"] = PAYLOAD
    return notebook


@attack
def edits_the_gradebook(notebook):
    """Stock: a neighbour's grades, and the text of graded cells, are rows in a file three folders up."""
    code = (
        "import sqlite3, glob\nfor path in ['../../../gradebook.db'] + glob.glob('/**/gradebook.db', recursive=True):\n"
        "    try:\n        base = sqlite3.connect(path)\n        base.execute('update grade set manual_score = 0')\n"
        "        base.execute(\"update source_cell set source = '2', checksum = ''\")\n        base.commit()\n"
        "    except Exception:\n        pass\n"
    )
    return answered(notebook, code)


@attack
def overwrites_everybody(notebook):
    """Other submissions, the source, the configuration."""
    code = (
        "import glob\nnames = glob.glob('../../*/ex01/*.ipynb') + glob.glob('/**/nbgrader_config.py', recursive=True)\n"
        "names += glob.glob('/**/submitted/*/*/*.ipynb', recursive=True)\n"
        "for name in [*names, '../../../nbgrader_config.py', '../../../source/ex01/ex01.ipynb']:\n"
        "    try:\n        open(name, 'w').write('')\n    except OSError:\n        pass\n"
    )
    return answered(notebook, code)


@attack
def leaves_a_daemon(notebook):
    """A process that waits until the grades are in."""
    code = (
        "import os, subprocess, threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
        "for start in (os.fork, lambda: subprocess.Popen(['sleep', '60'])):\n"
        "    try:\n        start()\n    except OSError as error:\n        print(error)\n"
    )
    return answered(notebook, code)


@attack
def clears_the_flags(notebook):
    """Stock: "Inconsistent checksums"."""
    notebook = copy.deepcopy(notebook)
    for cell in graded(notebook):
        cell["metadata"]["nbgrader"] |= {"grade": False, "locked": False}
    return notebook


@attack
def asks_for_a_hand(notebook):
    """Graded cells that claim to be answers wait for manual grading in stock nbgrader."""
    notebook = copy.deepcopy(notebook)
    for cell in graded(notebook):
        cell["metadata"]["nbgrader"] |= {"solution": True, "locked": False}
        cell["source"] = "# please"
    return notebook


@attack
def retypes_graded_cells(notebook):
    notebook = copy.deepcopy(notebook)
    for cell in graded(notebook):
        cell["cell_type"] = "markdown"
        cell.pop("outputs")
        cell.pop("execution_count")
    return notebook


@attack
def schema_of_the_future(notebook):
    """Stock: one such notebook ends the whole command, and nobody behind it is graded."""
    notebook = copy.deepcopy(notebook)
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["schema_version"] = 99
    return notebook


@attack
def metadata_of_every_kind(notebook):
    notebook = copy.deepcopy(notebook)
    kinds = [None, [], "grade", 7, {"grade": "yes"}, {"grade_id": ["x"]}, {"grade_id": {"a": 1}, "grade": True}, {}]
    kinds += [{"schema_version": "new", "grade_id": "test_one_sample"}, {"points": {}, "grade": True, "grade_id": ""}]
    for cell, kind in zip(notebook["cells"], kinds, strict=False):
        cell["metadata"] = {"nbgrader": kind}
    notebook["cells"][-1]["metadata"] = []
    notebook["metadata"] = {"kernelspec": 5, "language_info": [], "celltoolbar": {}}
    return notebook


@attack
def ids_nobody_knows(notebook):
    notebook = copy.deepcopy(notebook)
    for cell in graded(notebook):
        cell["metadata"]["nbgrader"]["grade_id"] += "_of_mine"
    return notebook


@attack
def nothing_in_it(notebook):
    """Stock: KeyError when missing cells are put back."""
    return {**notebook, "cells": []}


@attack
def asks_for_input(notebook):
    return answered(notebook, "def num_flat_features(x):\n    return int(input('how many? '))")


@attack
def another_language(notebook):
    notebook = answered(notebook, "num_flat_features <- function(x) { 576 }")
    notebook["metadata"] = {"kernelspec": {"name": "ir", "language": "R", "display_name": "R"}}
    return notebook


@attack
def broken_json(notebook):
    """Stock: the student waits for a grade for ever."""
    return json.dumps(notebook).encode()[:-100]


@attack
def not_even_text(_notebook):
    return b"\xff\xfe\x00PK\x03\x04" * 1000


@attack
def nested_without_end(_notebook):
    return b'{"cells": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"


@attack
def a_nest_of_sixteen_megabytes(_notebook):
    """A list of millions of lists takes 400 MB to read."""
    return b'{"cells": [' + b"[]," * (16 * 2**20 // 3) + b"0]}"


@attack
def ten_thousand_cells(notebook):
    cells = [{"cell_type": "raw", "metadata": {}, "source": "x"}] * 10_000
    return {**answered(notebook, RIGHT), "cells": [*notebook["cells"], *cells]}


@accident
def nests_in_its_metadata(notebook):
    """nbgrader would copy and check them again and again."""
    notebook = answered(notebook, RIGHT)
    nest: Any = []
    for _ in range(400):
        nest = [nest, [[]] * 100]
    for cell in notebook["cells"]:
        cell["metadata"] = {**cell["metadata"], "more": nest}
        cell["metadata"]["nbgrader"] = {**cell["metadata"].get("nbgrader", {}), "more": nest, "checksum": nest}
    return notebook


@attack
def cells_of_every_kind(notebook):
    kinds = [None, 5, "cell", [], {}, {"cell_type": "heading", "source": "x"}, {"cell_type": ["code"], "source": 3}]
    return {**notebook, "cells": [*kinds, {"cell_type": "code", "metadata": None, "source": ["a = 1", 5, None]}]}


@attack
def runs_for_ever(notebook):
    return answered(notebook, "while True:\n    pass")


@attack
def leaves_early(notebook):
    return answered(notebook, "import os, sys\nos._exit(0)")


@attack
def raises_a_long_key(notebook):
    """Each check's message repeats it."""
    return answered(notebook, "def num_flat_features(x):\n    return {}['k' * 499_000]\n")


@attack
def forges_the_reason(notebook):
    notebook["metadata"]["torchkata"] = "everything passed"
    return answered(notebook, RIGHT + "\nnum_flat_features = 5\n")


@accident
def duplicated_cells(notebook):
    """Copy and paste takes the metadata along. Stock: the whole command ends."""
    notebook = answered(notebook, RIGHT)
    twice = copy.deepcopy(notebook["cells"])
    for number, cell in enumerate(twice):
        cell["id"] = f"again-{number}"
    notebook["cells"] += twice
    return notebook


@accident
def deleted_graded_cells(notebook):
    """Stock: such a cell waits for manual grading for ever."""
    notebook = answered(notebook, RIGHT)
    notebook["cells"] = [cell for cell in notebook["cells"] if cell not in graded(notebook)]
    return notebook


@accident
def emptied_graded_cells(notebook):
    notebook = answered(notebook, RIGHT)
    for cell in graded(notebook):
        cell["source"] = ""
    return notebook


@accident
def warns_and_uses_magics(notebook):
    """Stock: whatever is on stderr costs all points."""
    code = "%matplotlib inline\n!echo hello\n%time 1 + 1\nimport sys, warnings\nwarnings.warn('mind')\n"
    return answered(notebook, code + "print('careful', file=sys.stderr)\n" + RIGHT)


@accident
def fifty_megabytes_of_output(notebook):
    notebook = answered(notebook, RIGHT)
    cell = next(cell for cell in notebook["cells"] if cell["id"] == "example")
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 50 * 2**20}]
    return notebook


@accident
def prints_in_every_cell(notebook):
    notebook = answered(notebook, RIGHT)
    cell = {
        "cell_type": "code",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": "print('x<' * 100_000)",
    }
    notebook["cells"] += [{**cell, "id": f"prints-{number}"} for number in range(95)]
    return notebook


@accident
def writes_long_cells(notebook):
    notebook = answered(notebook, RIGHT)
    code = {
        "cell_type": "code",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": "a = 1 < 2\n" * 5_000,
    }
    text = {"cell_type": "markdown", "metadata": {}, "source": "$a$ \\begin{a} \\\\[ " * 2_500}
    notebook["cells"] += [{**cell, "id": f"{kind}-{n}"} for n in range(3) for kind, cell in (("a", code), ("b", text))]
    return notebook


@accident
def half_a_character(notebook):
    notebook = answered(notebook, "# \ud800\n" + RIGHT)
    notebook["cells"].append({"cell_type": "markdown", "id": "m", "metadata": {}, "source": "\udfff"})
    return notebook


@accident
def an_old_notebook(notebook):
    """nbformat 3: worksheets, and input for source."""
    cells = [
        {
            "cell_type": "code",
            "input": cell["source"],
            "language": "python",
            "outputs": [],
            "metadata": cell["metadata"],
        }
        for cell in answered(notebook, RIGHT)["cells"]
        if cell["cell_type"] == "code"
    ]
    return {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells}]}

"""What submissions that try to be expensive cost the others: a class of 200, in which every tenth is one, and without.

The grader's own CPU time is shared by all: what it spends on one submission, the others wait for. The sandboxed
processes' time is each submission's own, up to its time limit.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from itertools import cycle
from pathlib import Path

from grader import catalog
from tests.benchmarks.classes import answers
from tests.benchmarks.measuring import Cost, python, run

CLASS, EVERY = 200, 10
EXERCISES = ("ex02", "ex04", "ex06", "ex08")
"""The honest submissions are to these in turn."""

_FRAMES = """
import ctypes, json, os, struct
from grader.observing.observe import Observation
from grader.sandbox import child, wire
def frames(body, times=1):
    frame = struct.pack("<I", len(body)) + body
    try:
        for _ in range(times):
            left = memoryview(frame)
            while left:
                left = left[os.write(3, left):]
    except OSError:
        pass
frames(wire.dump_observation("#import", Observation("returned")))
frames(wire.dump(["#notes", []]))
frames(wire.dump(["#cells", []]))
CASES = ["one sample", "two samples", "a small layer", "a tall layer", "vectors", "single numbers", "no samples"]
"""
_OUT = "\nctypes.CDLL(None)._exit(0)\n"
_NEST = "import torch\ndef nest(d): return [nest(d - 1) for _ in range(12)] if d else torch.zeros(1)\n"

KINDS: dict[str, tuple[str, str]] = {
    "9,900 steps": (
        "ex08",
        "import torch\nfrom torch import nn\n\nclass PatternNet(nn.Module):\n    def __init__(self):\n"
        "        super().__init__()\n        self.conv = nn.Conv2d(1, 4, 4, bias=False)\n"
        "    def forward(self, x):\n        return self.conv(x).flatten(1)\n\n"
        "def train(net, samples, epochs=2, lr=0.001, momentum=0.9):\n    for _ in range(9900):\n"
        "        net(samples[0][0])\n    return [1.386] * 9900\n",
    ),
    "nests of 20,736 tensors": (
        "ex01",
        _FRAMES + _NEST + "for case in CASES:\n"
        "    frames(wire.dump_observation(case, Observation('returned', nest(4))))\n" + _OUT,
    ),
    "nests just within the limits": (
        "ex01",
        _FRAMES + _NEST + "for case in CASES[:2]:\n"
        "    frames(wire.dump_observation(case, Observation('returned', nest(3))))\n" + _OUT,
    ),
    "200 MB of frames": ("ex01", _FRAMES + "frames(wire.dump(['one sample', 'x' * 2**20]), 200)\n" + _OUT),
    "lists of lists as JSON": (
        "ex01",
        _FRAMES + "text = b'[' + b'[],' * 1_300_000 + b'0]'\nframes(struct.pack('<I', len(text)) + text)\n" + _OUT,
    ),
    "many small frames": ("ex01", _FRAMES + "frames(wire.dump([]), 2_000_000)\n" + _OUT),
    "long texts, in every case": (
        "ex01",
        "def num_flat_features(x):\n    print('p\\x1b' * 10**6)\n    raise ValueError('\\x1b<' * 10**6)\n",
    ),
    "large tensors, in every case": (
        "ex01",
        "import torch\n\ndef num_flat_features(x):\n    return torch.ones(2**20)\n",
    ),
    "30 MB of log": (
        "ex01",
        "import os\nfor _ in range(30):\n    os.write(1, b'\\x1b' * 2**20)\n"
        "\ndef num_flat_features(x):\n    return 1\n",
    ),
    "a module of 2 MB": ("ex01", "x = 1\n" * 340_000 + "\ndef num_flat_features(x):\n    return 1\n"),
}
NOTEBOOK = b'{"cells": [' + b"[]," * (16 * 2**20 // 3) + b"0]}"


def main() -> None:
    honest, both = _grade(expensive=False), _grade(expensive=True)
    kinds = CLASS // EVERY
    own = [cost.cpu - cost.sandboxed for cost in (honest, both)]
    print(f"{CLASS - kinds} honest submissions: {_words(honest)}")
    print(f"and {kinds} expensive ones between them: {_words(both)}")
    delay = (own[1] - own[0]) / honest.cpu
    print(
        f"the grader's own work for an expensive one: {1000 * (own[1] - own[0]) / kinds:.0f} CPU ms; "
        f"for an honest one: {1000 * own[0] / (CLASS - kinds):.0f} CPU ms"
    )
    print(f"honest ones were delayed by {100 * delay:.1f} % of CPU (at most 10)")


def _words(cost: Cost) -> str:
    return (
        f"{cost.cpu:.1f} CPU s, of which the grader's own {cost.cpu - cost.sandboxed:.1f}; "
        f"largest process {cost.megabytes:.0f} MB"
    )


def _grade(expensive: bool) -> Cost:
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "class"
        _write_class(root, expensive)
        command = python("-m", "grader", "grade", root, "--json", f"{place}/out.json", "--seed", "1", "--jobs", "2")
        cost = run(command)
        results = json.loads(Path(place, "out.json").read_text(encoding="utf-8"))["submissions"]
    statuses: dict[str, Counter[str]] = {}
    for result in results:
        kind = result["student"].partition(" ")[2]
        statuses.setdefault(kind, Counter())[f"{result['status']}, {result['points']} points"] += 1
    for kind in sorted(set(statuses) - {"honest"}):
        print(f"  {kind}: {', '.join(statuses[kind])}", flush=True)
    return cost


def _write_class(root: Path, expensive: bool) -> None:
    right = {name: iter(answers(catalog.exercise(name), CLASS)) for name in EXERCISES}
    names, kinds = cycle(EXERCISES), cycle([*KINDS, "a notebook of lists"])
    for number in range(CLASS):
        if number % EVERY:
            exercise = catalog.exercise(next(names))
            content = next(right[exercise.id]).read_bytes()
            _write(root / f"{number:03} honest" / exercise.id / exercise.filename, content)
        elif expensive:
            kind = next(kinds)
            name, source = KINDS.get(kind, ("ex01", ""))
            exercise = catalog.exercise(name)
            file, content = (exercise.filename, source.encode()) if source else (f"{name}.ipynb", NOTEBOOK)
            _write(root / f"{number:03} {kind}" / name / file, content)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(content)


if __name__ == "__main__":
    main()

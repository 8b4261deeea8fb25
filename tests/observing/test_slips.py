"""Slips that can be read in a learner's source."""

from __future__ import annotations

import textwrap

import pytest

from grader.observing.slips import MOST, find_slips, procedures


def kinds(source: str) -> set[tuple[str, int]]:
    return {(slip.kind, slip.line) for slip in find_slips([textwrap.dedent(source)])}


@pytest.mark.parametrize(
    ("source", "kind", "line"),
    [
        ("def f(x):\n    y = x + 1\n", "no_return", 2),
        ("def f(x):\n    print(x + 1)\n", "print_for_return", 2),
        ("def f(x):\n    y = x\n    raise NotImplementedError('write this')\n", "raise_left", 3),
        ("def f(net):\n    net.zero_grad\n    return 1\n", "not_called", 2),
        ("def f(net):\n    with torch.no_grad:\n        return net\n", "not_called", 2),
        ("def f(loss):\n    return loss.item\n", "not_called", 2),
        ("class N(M):\n    def __init__(self):\n        super().__init__\n", "not_called", 3),
        ("class N(M):\n    def forward(x):\n        return x\n", "missing_self", 2),
        (
            "class N(M):\n    def f(self):\n        self.a = 1\n\n    def g(self, x):\n        return a(x)\n",
            "self_missing_in_body", 6,
        ),
        ("def f(x):\n    return nn.ReLU(x)\n", "layer_on_data", 2),
        ("def f(x):\n    return nn.Flatten(g(x))\n", "layer_on_data", 2),
        ("def f(x):\n    return x.cuda()\n", "cuda", 2),
        ("def f(x):\n    return x.to('cuda:0')\n", "cuda", 2),
        ("def f(out, label):\n    return F.cross_entropy(label, out)\n", "swapped_arguments", 2),
        ("def g(a, b):\n    return a\n\n\ndef f(b, n):\n    return g(b, n)\n", "swapped_arguments", 6),
        ("def f(out, label):\n    return F.cross_entropy(out, torch.tensor(label))\n", "target_without_batch", 2),
        ("def f(x):\n    for y in x:\n        z = y\n        return z\n", "return_in_loop", 4),
        ("for x in data:\n    loss = f(x)\n    loss.backward()\n", "module_level_training", 1),
    ],
)  # fmt: skip
def test_a_slip_is_found_at_its_line(source, kind, line):
    assert (kind, line) in kinds(source)


@pytest.mark.parametrize(
    "source",
    [
        "def f(x):\n    return x\n",
        "def f(x):\n    raise NotImplementedError\n",
        "def f(x):\n    yield x\n",
        "def f(x) -> None:\n    x.y = 1\n",
        "class N(M):\n    @staticmethod\n    def f(x):\n        return x\n",
        "class N(M):\n    def __init__(self, p):\n        self.a = nn.Softmax(p)\n",
        "def f(x):\n    return nn.ReLU()(x)\n",
        "def g(a, b):\n    return a\n\n\ndef f(a, b):\n    return g(a, b)\n",
        "def f(out, label):\n    return F.cross_entropy(out, torch.tensor([label]))\n",
        "def f(x):\n    for y in x:\n        if y:\n            return y\n    return 0\n",
        "def f(x):\n    with torch.no_grad():\n        return x.zero_grad()\n",
        "if __name__ == '__main__':\n    for x in data:\n        x.backward()\n",
    ],
)
def test_right_code_holds_none(source):
    assert find_slips([source]) == []


def test_what_is_no_python_holds_none_and_other_cells_count():
    assert find_slips(["def (", "\0", "%%time\nx", "def f(x):\n    y = x\n"])[0].kind == "no_return"
    assert find_slips(["x = " + "(" * 5000 + ")" * 5000]) == []
    assert len(find_slips(["def f(x):\n    y = x\n" * 500])) == MOST
    assert find_slips([f"def {'f' * 200}(x):\n    y = x\n"]) == []


def test_procedures_are_what_returns_nothing():
    source = "def f(x):\n    return\n\n\ndef g(x):\n    return x\n\n\nclass N:\n    def h(self):\n        pass\n"
    assert procedures(source) == {"f", "N.h"}

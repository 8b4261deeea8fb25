"""A name that is not there, and the one that may have been meant."""

from __future__ import annotations

from types import ModuleType

import pytest

from grader.observing.cases import Case
from grader.observing.near_names import near_name
from grader.observing.observe import observe

CODE = """
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 3)

    def foward(self, x):
        return self.con1(x)

class Plain(torch.optim.Optimizer):
    def __init__(self, params):
        super().__init__(params, {})

    def stepp(self):
        pass

class Unwritten(nn.Module):
    def forward(self, x):
        raise NotImplementedError("send x through")

class NotSetUp(nn.Module):
    def __init__(self):
        pass

    def __call__(self, x):
        return self._forward_pre_hooks

class Odd(type(nn.Module)):
    def __getattribute__(self, name):
        if name == "forward":
            raise KeyError(name)
        return type.__getattribute__(self, name)

class Other(nn.Module, metaclass=Odd):
    pass

def num_flat_featurs(x):
    return legth

def func1():
    pass

length = 3
"""


def seen(use):
    module = ModuleType("learners")
    module.__file__ = "learners.py"
    exec(compile(CODE, "learners.py", "exec"), module.__dict__)
    observed = observe(Case("a case", use, "a call"), module)
    return observed.ending, observed.raised.message


@pytest.mark.parametrize(
    ("use", "ending", "message"),
    [
        (lambda module: module.num_flat_features(1), "missing",
         "nothing called num_flat_features is there, but num_flat_featurs is. Did you mean num_flat_features?"),
        (lambda module: module.flat_size(1), "missing",
         "nothing called flat_size is there. Was it renamed or deleted?"),
        (lambda module: module.func2(), "missing", "nothing called func2 is there. Was it renamed or deleted?"),
        (lambda module: module.Net()(1), "missing",
         "the class Net has nothing called forward, but it has foward. Did you mean forward?"),
        (lambda module: module.nn.Module()(1), "missing",
         "the class Module has nothing called forward. Was it renamed or deleted?"),
        (lambda module: module.Net().fowards(1), "missing",
         "the class Net has nothing called fowards, but it has foward. Did you mean fowards?"),
        (lambda module: module.Plain.rating, "missing",
         "the class Plain has nothing called rating. Was it renamed or deleted?"),
        (lambda module: module.NotSetUp()(1), "raised", 
         "'NotSetUp' object has no attribute '_forward_pre_hooks': its __init__ has not called super().__init__"),
        (lambda module: module.Plain([module.torch.ones(1)]).step(), "missing",
         "the class Plain has nothing called step, but it has stepp. Did you mean step?"),
        (lambda module: module.Unwritten()(1), "raised", "send x through"),
        (lambda module: module.Net().foward(1), "raised",
         "'Net' object has no attribute 'con1'. Did you mean 'conv1'?"),
        (lambda module: module.num_flat_featurs(1), "raised", "name 'legth' is not defined. Did you mean 'length'?"),
        (lambda module: module.torch.ones(1).shpae, "raised",
         "'Tensor' object has no attribute 'shpae'. Did you mean 'shape'?"),
    ],
)  # fmt: skip
def test_the_name_that_may_have_been_meant_is_told(use, ending, message):
    assert seen(use) == (ending, message)


def test_a_class_that_does_not_let_itself_be_looked_at_harms_nobody():
    assert seen(lambda module: module.Other()(1))[0] == "raised"


def test_a_name_that_only_counts_on_is_no_slip():
    assert near_name("conv2", ["conv1", "conv3"]) is None
    assert near_name("param_groups", ["add_param_group"]) is None
    assert near_name("conv2d_size", ["max_pool2d_size", "flat_size", "conv2dsize"]) == "conv2dsize"
    assert near_name("zero_gradients", ["Zero_gradients"]) == "Zero_gradients"

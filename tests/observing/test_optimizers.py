"""While an update by hand is probed, whatever PyTorch ships does it wrong; what is written by hand does it right."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest
import torch
from torch.optim.sgd import sgd

from grader.observing.optimizers import base_optimizers, shipped_optimizers_spoiled

SHIPPED = sorted(
    name
    for name, kind in vars(torch.optim).items()
    if isinstance(kind, type) and issubclass(kind, torch.optim.Optimizer) and kind is not torch.optim.Optimizer
)
SGD, STEP, FUSED = torch.optim.SGD, torch.optim.SGD.step, torch._fused_sgd_
SETTINGS = {"weight_decay": 0.0, "momentum": 0.0, "lr": 0.1, "dampening": 0.0, "nesterov": False, "maximize": False}


def learner():
    parameter = torch.nn.Parameter(torch.ones(2, 2))
    parameter.grad = torch.ones(2, 2)
    return parameter


class ByHand(torch.optim.Optimizer):
    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for parameter in group["params"]:
                torch._foreach_add_([parameter], [parameter.grad], alpha=-group["lr"])


def by_class(parameter):
    SGD([parameter], lr=0.1).step()


def by_bound_step(parameter):
    STEP(SGD([parameter], lr=0.1))


def by_undecorated_step(parameter):
    with torch.no_grad():
        STEP.__wrapped__(SGD([parameter], lr=0.1))


def by_several_tensors(parameter):
    SGD([parameter], lr=0.1, foreach=True).step()


def by_fused_kernel(parameter):
    SGD([parameter], lr=0.1, fused=True).step()


def by_averages(parameter):
    torch.optim.ASGD([parameter], lr=0.1, lambd=0.0).step()


@torch.no_grad()
def by_function(parameter):
    sgd([parameter], [parameter.grad], [None], **SETTINGS)


@torch.no_grad()
def by_data(parameter):
    sgd(params=[parameter.data], d_p_list=[parameter.grad], momentum_buffer_list=[None], **SETTINGS)


@torch.no_grad()
def by_kernel(parameter):
    FUSED([parameter], [parameter.grad], [], **SETTINGS, is_first_step=True)


@torch.no_grad()
def by_operator(parameter):
    torch.ops.aten._fused_sgd_.default([parameter], [parameter.grad], [], **SETTINGS, is_first_step=True)


def by_reloaded_module(parameter):
    importlib.reload(sys.modules["torch.optim.sgd"]).SGD([parameter], lr=0.1).step()


WAYS = [
    by_class, by_bound_step, by_undecorated_step, by_several_tensors, by_fused_kernel, by_averages, by_function,
    by_data, by_kernel, by_operator, by_reloaded_module,
]  # fmt: skip


@pytest.mark.parametrize("update", WAYS)
def test_every_way_to_pytorchs_own_update_is_wrong_inside_and_right_outside(update):
    inside, outside = learner(), learner()
    with shipped_optimizers_spoiled():
        update(inside)
    update(outside)
    assert inside.isnan().all()
    torch.testing.assert_close(outside.detach(), torch.full((2, 2), 0.9))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_optimizer_is_spoiled(name):
    parameter = learner()
    if name == "SparseAdam":
        parameter.grad = parameter.grad.to_sparse()
    with shipped_optimizers_spoiled():
        optimizer = getattr(torch.optim, name)([parameter], lr=0.1)
        optimizer.step(lambda: torch.tensor(1.0))
    assert parameter.isnan().any()


def test_a_hand_written_optimizer_works_with_all_that_the_base_class_and_schedulers_do():
    parameter = learner()
    optimizer = ByHand([parameter], lr=0.1)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.5)
    with shipped_optimizers_spoiled():
        optimizer.step()
        scheduler.step()
        optimizer.load_state_dict(optimizer.state_dict())
        optimizer.step()
        optimizer.zero_grad(set_to_none=False)
        optimizer.step()
    torch.testing.assert_close(parameter.detach(), torch.full((2, 2), 0.85))
    assert torch.equal(parameter.grad, torch.zeros(2, 2))


def test_bases_are_told_by_identity():
    SGD = type("SGD", (torch.optim.Optimizer,), {})
    assert base_optimizers(SGD([learner()], {})) == ["Optimizer"]
    assert base_optimizers(type("Plain", (torch.optim.SGD,), {})([learner()])) == ["Optimizer", "SGD"]
    assert base_optimizers(object()) == []


def test_probing_an_update_imports_nothing():
    code = """
import sys, torch
from grader.observing.optimizers import shipped_optimizers_spoiled
before = set(sys.modules)
weight = torch.nn.Parameter(torch.ones(2))
weight.grad = torch.ones(2)
with shipped_optimizers_spoiled(), torch.no_grad():
    weight -= 0.1 * weight.grad
print(sorted(set(sys.modules) - before), weight.tolist())
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=900)
    assert out.stdout.startswith("[] [0.8999"), out.stdout

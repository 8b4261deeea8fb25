"""The velocities are kept in one list under a key of its own in self.state."""

import torch

EXPECT = "nothing lost"
CHECKS = ()


class MomentumGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9):
        if lr < 0:
            raise ValueError("lr")
        super().__init__(params, {"lr": lr, "momentum": momentum})

    def _numbered(self, group):
        before = 0
        for other in self.param_groups:
            if other is group:
                return enumerate(group["params"], before)
            before += len(other["params"])

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for number, each in self._numbered(group):
                if each.grad is not None:
                    velocities = self.state["all of them"].setdefault("v", {})
                    old = velocities.get(number)
                    velocities[number] = each.grad.clone() if old is None else group["momentum"] * old + each.grad
                    each -= group["lr"] * velocities[number]
        return loss

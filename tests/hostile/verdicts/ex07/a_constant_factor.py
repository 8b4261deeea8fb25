"""The state holds lr-free velocities with the sign turned, and a count of steps."""

import torch

EXPECT = "nothing lost"
CHECKS = ()


class MomentumGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9):
        if lr < 0:
            raise ValueError("lr")
        super().__init__(params, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for each in group["params"]:
                if each.grad is not None:
                    state = self.state[each]
                    if not state:
                        state["steps"], state["minus v"] = torch.tensor(0.0), torch.zeros_like(each)
                    state["steps"] += 1
                    state["minus v"] = group["momentum"] * state["minus v"] - each.grad
                    each += group["lr"] * state["minus v"]
        return loss

"""The state holds the velocity with its sign turned and a count of steps; the first step is told by the count."""

import torch


class SimpleGD(torch.optim.Optimizer):
    def __init__(self, params, lr):
        if lr < 0:
            raise ValueError("no lr below 0")
        super().__init__(params, {"lr": lr})

    @torch.no_grad()
    def step(self, closure=None):
        with torch.enable_grad():
            loss = closure() if closure else None
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    self.state[p]["steps"] = self.state[p].get("steps", 0) + 1
                    p += -group["lr"] * p.grad
        return loss


class MomentumGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9):
        if lr < 0:
            raise ValueError("no lr below 0")
        super().__init__(params, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure=None):
        with torch.enable_grad():
            loss = closure() if closure else None
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if state.get("steps", torch.tensor(0.0)) == 0:
                    state["steps"] = torch.tensor(0.0)
                    state["downhill"] = -p.grad
                else:
                    state["downhill"] = group["momentum"] * state["downhill"] - p.grad
                state["steps"] += 1
                p += group["lr"] * state["downhill"]
        return loss

"""MomentumGD is no Optimizer and keeps its velocity outside self.state."""

EXPECT = "points lost"
CHECKS = ("test_state_dict",)


class MomentumGD:
    def __init__(self, params, lr, momentum=0.9):
        if lr < 0:
            raise ValueError("lr")
        params = list(params)
        groups = params if isinstance(params[0], dict) else [{"params": params}]
        self.param_groups = [{"lr": lr, "momentum": momentum, **g} for g in groups]
        self.velocity = {}

    def state_dict(self):
        return [self.velocity, [[self.velocity.get(p) for p in g["params"]] for g in self.param_groups]]

    def load_state_dict(self, state):
        for g, velocities in zip(self.param_groups, state[1]):
            self.velocity.update(zip(g["params"], velocities))

    def zero_grad(self):
        for g in self.param_groups:
            for p in g["params"]:
                p.grad = None

    def step(self, closure=None):
        loss = closure() if closure else None
        for g in self.param_groups:
            for p in g["params"]:
                if p.grad is not None:
                    v = self.velocity.get(p)
                    v = p.grad.clone() if v is None else g["momentum"] * v + p.grad
                    self.velocity[p] = v
                    p.data -= g["lr"] * v
        return loss

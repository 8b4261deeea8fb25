"""ex07: known mistakes, each a variation of the solution."""

from __future__ import annotations

from grader.mistakes import Mistake


class averages_the_gradients(Mistake, caught_by="test_velocity"):
    """The velocity is an average of the gradients

    You weight the new gradient with 1 - momentum, which makes the velocity an average. In the formula the gradient
    comes in whole, so the velocity grows to a multiple of it.
    """

    class MomentumGD:
        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    state = self.state[p]
                    if "velocity" not in state:
                        state["velocity"] = torch.zeros_like(p)
                    v = state["velocity"]
                    v.mul_(group["momentum"]).add_(p.grad, alpha=1 - group["momentum"])
                    p.add_(v, alpha=-group["lr"])
            return loss


class closure_after_update(Mistake, caught_by="test_simple_closure"):
    """The closure is called after the update

    Your step moves the weights first and calls the closure afterwards. The closure is what computes the gradients,
    so the update uses old ones or finds none at all.
    """

    class SimpleGD:
        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    p.add_(p.grad, alpha=-group["lr"])
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            return loss

    class MomentumGD:
        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    state = self.state[p]
                    if "velocity" not in state:
                        state["velocity"] = torch.zeros_like(p)
                    v = state["velocity"]
                    v.mul_(group["momentum"]).add_(p.grad)
                    p.add_(v, alpha=-group["lr"])
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            return loss


class closure_loss_dropped(Mistake, caught_by="test_simple_closure_loss"):
    """The closure's loss is not returned

    Your step calls the closure and keeps what it returns to itself. Whoever called step wants to read the loss
    there.
    """

    class SimpleGD:
        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    p.add_(p.grad, alpha=-group["lr"])

    class MomentumGD:
        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    state = self.state[p]
                    if "velocity" not in state:
                        state["velocity"] = torch.zeros_like(p)
                    v = state["velocity"]
                    v.mul_(group["momentum"]).add_(p.grad)
                    p.add_(v, alpha=-group["lr"])


class closure_under_no_grad(Mistake, caught_by="test_simple_closure_enabled"):
    """The closure runs with gradients off

    All of your step stands under no_grad, and so does the closure it calls. The closure needs what the update must
    not have: autograd watching its forward pass.
    """

    class SimpleGD:
        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    p.add_(p.grad, alpha=-group["lr"])
            return loss

    class MomentumGD:
        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    state = self.state[p]
                    if "velocity" not in state:
                        state["velocity"] = torch.zeros_like(p)
                    v = state["velocity"]
                    v.mul_(group["momentum"]).add_(p.grad)
                    p.add_(v, alpha=-group["lr"])
            return loss


class fresh_velocity_each_step(Mistake, caught_by="test_velocity"):
    """The velocity starts anew at each step

    Your velocity is made in step and forgotten when step ends. Momentum is memory: what the last step knew must
    still be there at the next.
    """

    class MomentumGD:
        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    v = torch.zeros_like(p)
                    v.mul_(group["momentum"]).add_(p.grad)
                    p.add_(v, alpha=-group["lr"])
            return loss


class lr_inside_velocity(Mistake, caught_by="test_lr_outside"):
    """lr is inside the velocity

    You multiply by lr before the gradient goes into the velocity. As long as lr stays the same the numbers agree;
    once it changes, the old gradients still carry the old lr.
    """

    class MomentumGD:
        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    state = self.state[p]
                    if "velocity" not in state:
                        state["velocity"] = torch.zeros_like(p)
                    v = state["velocity"]
                    v.mul_(group["momentum"]).add_(p.grad, alpha=group["lr"])
                    p.sub_(v)
            return loss


class lr_kept_on_self(Mistake, caught_by=("test_simple_groups", "test_simple_lr_changes")):
    """lr is read from self, not from the group

    Your step uses the lr that was given when the optimizer was made. Groups with an lr of their own and schedulers
    write theirs elsewhere, and your step never looks there.
    """

    class SimpleGD:
        def __init__(self, params, lr):
            if lr < 0:
                raise ValueError("lr must not be negative")
            super().__init__(params, dict(lr=lr))
            self.lr = lr

        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    p.add_(p.grad, alpha=-self.lr)
            return loss

    class MomentumGD:
        def __init__(self, params, lr, momentum=0.9):
            if lr < 0:
                raise ValueError("lr must not be negative")
            super().__init__(params, dict(lr=lr, momentum=momentum))
            self.lr = lr

        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    state = self.state[p]
                    if "velocity" not in state:
                        state["velocity"] = torch.zeros_like(p)
                    v = state["velocity"]
                    v.mul_(group["momentum"]).add_(p.grad)
                    p.add_(v, alpha=-self.lr)
            return loss


class momentum_kept_on_self(Mistake, caught_by="test_momentum_groups"):
    """momentum is read from self, not from the group

    Your step uses one momentum for all groups, the one given when the optimizer was made. A group may bring its
    own, as it may bring its own lr.
    """

    class MomentumGD:
        def __init__(self, params, lr, momentum=0.9):
            if lr < 0:
                raise ValueError("lr must not be negative")
            super().__init__(params, dict(lr=lr, momentum=momentum))
            self.momentum = momentum

        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    state = self.state[p]
                    if "velocity" not in state:
                        state["velocity"] = torch.zeros_like(p)
                    v = state["velocity"]
                    v.mul_(self.momentum).add_(p.grad)
                    p.add_(v, alpha=-group["lr"])
            return loss


class no_check_for_none(Mistake, caught_by="test_simple_skips"):
    """A parameter without a gradient stops the step

    A parameter that took no part in the loss has no gradient at all: it is None, not zeros. Your step tries to
    compute with that None.
    """

    class SimpleGD:
        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    p.add_(p.grad, alpha=-group["lr"])
            return loss

    class MomentumGD:
        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    state = self.state[p]
                    if "velocity" not in state:
                        state["velocity"] = torch.zeros_like(p)
                    v = state["velocity"]
                    v.mul_(group["momentum"]).add_(p.grad)
                    p.add_(v, alpha=-group["lr"])
            return loss


class one_velocity_for_all(Mistake, caught_by="test_velocity"):
    """All parameters share one velocity

    You keep a single velocity and every parameter adds its gradient to it. Each parameter needs a velocity of its
    own, of its own shape.
    """

    class MomentumGD:
        def __init__(self, params, lr, momentum=0.9):
            if lr < 0:
                raise ValueError("lr must not be negative")
            super().__init__(params, dict(lr=lr, momentum=momentum))
            self.velocity = 0

        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    self.velocity = group["momentum"] * self.velocity + p.grad
                    p.add_(self.velocity, alpha=-group["lr"])
            return loss


class only_first_group(Mistake, caught_by="test_simple_groups"):
    """Only the first parameter group is updated

    Your step looks at the first parameter group and at no other. With a single group that goes unnoticed; with two,
    half of the net stands still.
    """

    class SimpleGD:
        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            group = self.param_groups[0]
            for p in group["params"]:
                if p.grad is None:
                    continue
                p.add_(p.grad, alpha=-group["lr"])
            return loss

    class MomentumGD:
        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            group = self.param_groups[0]
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if "velocity" not in state:
                    state["velocity"] = torch.zeros_like(p)
                v = state["velocity"]
                v.mul_(group["momentum"]).add_(p.grad)
                p.add_(v, alpha=-group["lr"])
            return loss


class rebinds_the_parameter(Mistake, caught_by=("test_simple_steps", "test_velocity")):
    """The parameter's name gets a new tensor

    Your update computes a new tensor and gives it the name of the old one. The name is your loop's own: the
    parameter in the net stays as it was.
    """

    class SimpleGD:
        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    p = p - group["lr"] * p.grad
            return loss

    class MomentumGD:
        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    state = self.state[p]
                    if "velocity" not in state:
                        state["velocity"] = torch.zeros_like(p)
                    v = state["velocity"]
                    v.mul_(group["momentum"]).add_(p.grad)
                    p = p - group["lr"] * v
            return loss


class scales_the_gradient(Mistake, caught_by="test_simple_in_place"):
    """The step changes the gradient

    Your step multiplies the gradient by lr in place and then uses it. The gradient is not yours to change: if it is
    not zeroed, the next backward adds to the changed one.
    """

    class SimpleGD:
        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    p.sub_(p.grad.mul_(group["lr"]))
            return loss


class step_without_closure(Mistake, caught_by="test_simple_closure"):
    """step takes no closure

    Your step has no parameter for a closure, so a training loop that hands one in ends with a TypeError. Every
    optimizer of PyTorch takes one and does without where none is given.
    """

    class SimpleGD:
        @torch.no_grad()
        def step(self):
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    p.add_(p.grad, alpha=-group["lr"])

    class MomentumGD:
        @torch.no_grad()
        def step(self):
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    state = self.state[p]
                    if "velocity" not in state:
                        state["velocity"] = torch.zeros_like(p)
                    v = state["velocity"]
                    v.mul_(group["momentum"]).add_(p.grad)
                    p.add_(v, alpha=-group["lr"])


class stops_at_none(Mistake, caught_by="test_simple_skips"):
    """The first parameter without a gradient ends the loop

    Your loop over the parameters ends where it meets one without a gradient. Those that come after it are not
    updated, though they have gradients.
    """

    class SimpleGD:
        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        break
                    p.add_(p.grad, alpha=-group["lr"])
            return loss

    class MomentumGD:
        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        break
                    state = self.state[p]
                    if "velocity" not in state:
                        state["velocity"] = torch.zeros_like(p)
                    v = state["velocity"]
                    v.mul_(group["momentum"]).add_(p.grad)
                    p.add_(v, alpha=-group["lr"])
            return loss


class sgd_by_another_name(Mistake, caught_by=("test_simple_steps", "test_velocity")):
    """The update is that of torch.optim.SGD

    Your classes inherit the update from `torch.optim.SGD`. The exercise is to write it by hand, in a subclass of
    `torch.optim.Optimizer`.
    """

    class SimpleGD(torch.optim.SGD):
        def __init__(self, params, lr):
            super().__init__(params, lr=lr)

    class MomentumGD(torch.optim.SGD):
        def __init__(self, params, lr, momentum=0.9):
            super().__init__(params, lr=lr, momentum=momentum)


class takes_any_lr(Mistake, caught_by=("test_simple_negative_lr", "test_momentum_negative_lr")):
    """A negative lr is accepted

    Your optimizer takes a negative lr without a word. Training would then climb the loss, and the reason would be
    hard to find.
    """

    class SimpleGD:
        def __init__(self, params, lr):
            super().__init__(params, dict(lr=lr))

    class MomentumGD:
        def __init__(self, params, lr, momentum=0.9):
            super().__init__(params, dict(lr=lr, momentum=momentum))


class update_is_recorded(Mistake, caught_by="test_simple_steps"):
    """The update is recorded by autograd

    You change a weight in place while autograd is watching. A leaf that requires gradients must not be changed that
    way, and PyTorch stops with a RuntimeError.
    """

    class SimpleGD:
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    p.add_(p.grad, alpha=-group["lr"])
            return loss

    class MomentumGD:
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    state = self.state[p]
                    if "velocity" not in state:
                        state["velocity"] = torch.zeros_like(p)
                    v = state["velocity"]
                    v.mul_(group["momentum"]).add_(p.grad)
                    p.add_(v, alpha=-group["lr"])
            return loss


class velocity_fades_without_gradient(Mistake, caught_by="test_velocity_waits"):
    """The velocity fades where the gradient is missing

    Your step multiplies the velocity by momentum even where a parameter has no gradient. Such a parameter took no
    part: its velocity stays as it was.
    """

    class MomentumGD:
        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    state = self.state[p]
                    if "velocity" not in state:
                        state["velocity"] = torch.zeros_like(p)
                    v = state["velocity"]
                    v.mul_(group["momentum"])
                    if p.grad is not None:
                        v.add_(p.grad)
                        p.add_(v, alpha=-group["lr"])
            return loss


class velocity_is_the_gradient(Mistake, caught_by="test_no_alias"):
    """The first velocity is the gradient itself

    Your velocity starts as a second name for the gradient tensor, not as a tensor of its own. Whatever is done to
    one in place happens to the other.
    """

    class MomentumGD:
        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    state = self.state[p]
                    if "velocity" not in state:
                        state["velocity"] = p.grad
                    else:
                        state["velocity"].mul_(group["momentum"]).add_(p.grad)
                    v = state["velocity"]
                    p.add_(v, alpha=-group["lr"])
            return loss


class velocity_outside_state(Mistake, caught_by="test_state_dict"):
    """The velocities do not live in self.state

    You keep the velocities in an attribute of your own, and state_dict knows nothing of it. A training that is
    saved and loaded again starts from velocity zero.
    """

    class MomentumGD:
        def __init__(self, params, lr, momentum=0.9):
            if lr < 0:
                raise ValueError("lr must not be negative")
            super().__init__(params, dict(lr=lr, momentum=momentum))
            self.velocities = {}

        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    if p not in self.velocities:
                        self.velocities[p] = torch.zeros_like(p)
                    v = self.velocities[p]
                    v.mul_(group["momentum"]).add_(p.grad)
                    p.add_(v, alpha=-group["lr"])
            return loss

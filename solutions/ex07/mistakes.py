"""ex07: known mistakes, each a variation of the solution."""

from __future__ import annotations

from grader.mistakes import Mistake


class averages_the_gradients(Mistake, caught_by="test_velocity"):
    """The velocity is an average of the gradients

    The new gradient is multiplied by `1 - momentum`, so the velocity is an average. In the formula the gradient
    comes in whole, and the velocity can grow far larger. Compare the line of the velocity with the formula.
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


class climbs(Mistake, caught_by="test_simple_steps"):
    """SimpleGD adds the gradient

    The step goes along the gradient, which points to where the loss grows. So the loss climbs. To go down, the step
    has to lead the other way. Look at the sign.
    """

    class SimpleGD:
        def step(self, closure=None):
            loss = None if closure is None else closure()
            with torch.no_grad():
                for group in self.param_groups:
                    for p in group["params"]:
                        if p.grad is not None:
                            p += group["lr"] * p.grad
            return loss


class climbs_with_momentum(Mistake, caught_by="test_velocity"):
    """MomentumGD adds the velocity

    The step goes along the velocity, which points to where the loss grows. So the loss climbs. Compare the second
    line of the formula with the code: look at the sign.
    """

    class MomentumGD:
        def _move(self, parameter, lr, momentum):
            state = self.state[parameter]
            state["velocity"] = momentum * state.get("velocity", 0) + parameter.grad
            parameter += lr * state["velocity"]


class closure_after_update(Mistake, caught_by="test_simple_closure"):
    """The closure is called after the update

    The step moves the weights first and calls the closure afterwards. The closure computes the gradients, so the
    update uses old ones or finds none. Look at the order of the two.
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


class closure_called_twice(Mistake, caught_by="test_simple_closure"):
    """The closure is called twice

    The step calls the closure for the gradients and once more, such as for the loss. Each call runs the whole net
    again, and a net with dropout gives another loss. One call gives both. Look at how often `closure()` stands
    there.
    """

    class SimpleGD:
        def step(self, closure=None):
            if closure is not None:
                closure()
            loss = None if closure is None else closure()
            with torch.no_grad():
                for group in self.param_groups:
                    for p in group["params"]:
                        if p.grad is not None:
                            p -= group["lr"] * p.grad
            return loss

    class form2:
        class SimpleGD:
            def step(self, closure=None):
                if closure is not None:
                    closure()
                with torch.no_grad():
                    for group in self.param_groups:
                        for p in group["params"]:
                            if p.grad is not None:
                                p -= group["lr"] * p.grad
                return None if closure is None else closure()


class closure_ignored(Mistake, caught_by="test_simple_closure"):
    """The closure is never called

    `step` takes a closure and does not call it. The closure computes the gradients and the loss, so the step works
    with old gradients. Look at what `step` should do with the closure before the update.
    """

    class SimpleGD:
        @torch.no_grad()
        def step(self, closure=None):
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is not None:
                        p -= group["lr"] * p.grad


class closure_loss_dropped(Mistake, caught_by="test_simple_closure_loss"):
    """The closure's loss is not returned

    The step calls the closure, and the loss gets lost. Whoever calls `step` with a closure reads the loss there.
    Look at the `return` of `step`.
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

    The closure is called while autograd is off. It runs a forward pass, and that has to be recorded. Only the
    update should be hidden from autograd. Look at what `no_grad` covers.
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


class fixed_momentum(Mistake, caught_by="test_velocity"):
    """The momentum is written down as a number

    The step uses the same momentum, such as 0.9, whatever the optimizer is given. Look for a number in the line of
    the velocity that should be a name.
    """

    class MomentumGD:
        def _move(self, parameter, lr, momentum):
            state = self.state[parameter]
            state["velocity"] = 0.9 * state.get("velocity", 0) + parameter.grad
            parameter -= lr * state["velocity"]


class fresh_velocity_each_step(Mistake, caught_by="test_velocity"):
    """The velocity starts anew at each step

    The velocity is made in `step` and lost when `step` ends. Momentum is memory: what the last step knew must be
    there at the next one. Look at where the velocity is kept between two steps.
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

    The gradient is multiplied by `lr` before it goes into the velocity. As long as `lr` stays the same, the numbers
    agree. Once it changes, the old gradients still carry the old `lr`. Compare both lines with the formula.
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
    """lr is not read from the group

    The step uses the `lr` that was given when the optimizer was made. Groups can have an `lr` of their own, and a
    scheduler changes it there. Look at what `self.param_groups` holds at the time of the step.
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


class lr_used_twice(Mistake, caught_by="test_velocity"):
    """lr is used twice

    The gradient is multiplied by `lr` on its way into the velocity, and the velocity is multiplied by `lr` again.
    So the steps are far too small. Compare both lines with the formula.
    """

    class MomentumGD:
        def _move(self, parameter, lr, momentum):
            state = self.state[parameter]
            state["velocity"] = momentum * state.get("velocity", 0) + lr * parameter.grad
            parameter -= lr * state["velocity"]


class momentum_kept_on_self(Mistake, caught_by="test_momentum_groups"):
    """momentum is not read from the group

    The step uses the momentum that was given when the optimizer was made, for all groups. A group may have its own,
    as it may have its own `lr`. Look at what `self.param_groups` holds at the time of the step.
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


class momentum_on_the_gradient(Mistake, caught_by="test_velocity"):
    """The momentum is on the gradient

    The new gradient is multiplied by the momentum, and the old velocity comes in whole. It should be the other way
    round: the old velocity fades, and the gradient is new. Compare the line with the formula.
    """

    class MomentumGD:
        def _move(self, parameter, lr, momentum):
            state = self.state[parameter]
            state["velocity"] = state.get("velocity", 0) + momentum * parameter.grad
            parameter -= lr * state["velocity"]


class nesterov(Mistake, caught_by="test_velocity"):
    """Nesterov's momentum

    The weight moves by the gradient plus momentum times the new velocity. That is the form by Nesterov. The formula
    here moves the weight by the velocity itself. Compare the line of the weight with it.
    """

    class MomentumGD:
        def _move(self, parameter, lr, momentum):
            state = self.state[parameter]
            state["velocity"] = momentum * state.get("velocity", 0) + parameter.grad
            parameter -= lr * (parameter.grad + momentum * state["velocity"])


class no_check_for_none(Mistake, caught_by="test_simple_skips"):
    """A parameter without a gradient stops the step

    A parameter that took no part in the loss has no gradient: it is `None`, not zeros. The step uses it as a
    tensor, and that raises an error. Look at the line that the error names, and at what should happen before it.
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


class old_velocity(Mistake, caught_by="test_velocity"):
    """The weight moves by the old velocity

    The weight moves before the velocity has taken in the new gradient. So each gradient counts one step too late,
    and the first step moves nothing. Look at the order of the two lines.
    """

    class MomentumGD:
        def _move(self, parameter, lr, momentum):
            state = self.state[parameter]
            velocity = state.get("velocity", torch.zeros_like(parameter))
            parameter -= lr * velocity
            state["velocity"] = momentum * velocity + parameter.grad


class one_velocity_for_all(Mistake, caught_by="test_velocity"):
    """All parameters share one velocity

    There is a single velocity, and every parameter adds its gradient to it. Each parameter needs a velocity of its
    own, with its own shape. Look at where the velocity is kept, and under which key.
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

    The step looks at the first parameter group and at no other. With a single group nobody notices. With two, half
    of the net stands still. Look for `param_groups[0]`, or a `return` inside the loop.
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


class own_list_of_parameters(Mistake, caught_by="test_simple_groups"):
    """The step goes through a list of its own

    The step goes through the list that the optimizer was made with. Where that list holds groups, its entries are
    dicts and not parameters, and `lr` is the same for all of them. The base class sorts everything into
    `self.param_groups`. Look at what the loop goes over.
    """

    class SimpleGD:
        def __init__(self, params, lr):
            if lr < 0:
                raise ValueError("lr must not be negative")
            self.params = list(params)
            super().__init__(self.params, {"lr": lr})

        def step(self, closure=None):
            loss = None if closure is None else closure()
            with torch.no_grad():
                for p in self.params:
                    if p.grad is not None:
                        p -= self.param_groups[0]["lr"] * p.grad
            return loss


class raises_another_error(Mistake, caught_by="test_simple_negative_lr"):
    """Another error than ValueError is raised

    A negative `lr` is refused, but with another error, such as an `AssertionError`. Code that catches a
    `ValueError` misses it. Look at the docstring, and at the statement that stops `__init__`.
    """

    class SimpleGD:
        def __init__(self, params, lr):
            assert lr >= 0, "lr must not be negative"
            super().__init__(params, {"lr": lr})

    class MomentumGD:
        def __init__(self, params, lr, momentum=0.9):
            assert lr >= 0, "lr must not be negative"
            super().__init__(params, {"lr": lr, "momentum": momentum})

    class form2:
        class SimpleGD:
            def __init__(self, params, lr):
                if lr < 0:
                    raise TypeError("lr must not be negative")
                super().__init__(params, {"lr": lr})

        class MomentumGD:
            def __init__(self, params, lr, momentum=0.9):
                if lr < 0:
                    raise TypeError("lr must not be negative")
                super().__init__(params, {"lr": lr, "momentum": momentum})


class rebinds_the_parameter(Mistake, caught_by=("test_simple_steps", "test_velocity")):
    """The parameter's name gets a new tensor

    The update computes a new tensor and gives it the name of the parameter. That name belongs to the loop: the
    parameter in the net stays as it is. Look for a way to write into the parameter itself.
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
    """The step leaves another gradient behind

    After the step, the gradient is multiplied by `lr`, and no longer what the backward pass has left. If nothing
    zeroes it, the next backward pass adds to the changed one. A step should only read the gradient. Look for `*=`,
    for `mul_`, or for a new value of `.grad`.
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


class sgd_by_another_name(Mistake, caught_by=("test_simple_steps", "test_velocity")):
    """The update is that of torch.optim.SGD

    The class inherits its update from one of PyTorch's own optimizers, or calls one. The update should be written
    by hand, in a subclass of `torch.optim.Optimizer`. Look at the brackets after the class's name.
    """

    class SimpleGD(torch.optim.SGD):
        def __init__(self, params, lr):
            super().__init__(params, lr=lr)

    class MomentumGD(torch.optim.SGD):
        def __init__(self, params, lr, momentum=0.9):
            super().__init__(params, lr=lr, momentum=momentum)


class step_without_closure(Mistake, caught_by="test_simple_closure"):
    """step takes no closure

    `step` has no parameter for a closure, so a training loop that hands one in gets a `TypeError`. Every optimizer
    of PyTorch takes one, and works without it too. Look at the first line of `step`.
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


class step_zeroes_the_gradients(Mistake, caught_by="test_simple_in_place"):
    """The step clears the gradients

    The gradients are gone after the step. Clearing them is a call of its own, `zero_grad`. Some training loops let
    them add up on purpose. Look at what `step` does beside moving the weights.
    """

    class SimpleGD:
        def step(self, closure=None):
            loss = None if closure is None else closure()
            with torch.no_grad():
                for group in self.param_groups:
                    for p in group["params"]:
                        if p.grad is not None:
                            p -= group["lr"] * p.grad
                            p.grad = None
            return loss


class stops_at_none(Mistake, caught_by="test_simple_skips"):
    """The first parameter without a gradient ends the loop

    The loop over the parameters ends where it meets one without a gradient. Those after it are not updated, though
    they have gradients. Look at `break` and `return`: one parameter should be passed over, and the loop should go
    on.
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


class takes_any_lr(Mistake, caught_by=("test_simple_negative_lr", "test_momentum_negative_lr")):
    """A negative lr is accepted

    The optimizer takes a negative `lr` without a word. Training would then climb the loss, and the reason would be
    hard to find. Look at what `__init__` should do before anything else.
    """

    class SimpleGD:
        def __init__(self, params, lr):
            super().__init__(params, dict(lr=lr))

    class MomentumGD:
        def __init__(self, params, lr, momentum=0.9):
            super().__init__(params, dict(lr=lr, momentum=momentum))


class update_is_recorded(Mistake, caught_by="test_simple_steps"):
    """The update is recorded by autograd

    A weight is changed in place while autograd records. A leaf that requires gradients must not be changed that
    way, and PyTorch stops with a `RuntimeError`. Look up how recording is switched off for a few lines.
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

    The velocity is multiplied by the momentum even where a parameter has no gradient. Such a parameter took no part
    in this step, and its velocity should stay as it is. Look at what comes before the check for `None`.
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

    The velocity starts as a second name for the gradient tensor, and not as a tensor of its own. Whatever is done
    in place to one happens to the other. Look at the line that makes the first velocity.
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
    """The velocities are not in self.state

    The velocities are in an attribute of their own, and `state_dict` does not know about it. A training that is
    saved and loaded again then starts with no velocity. Look at what `self.state` is for.
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

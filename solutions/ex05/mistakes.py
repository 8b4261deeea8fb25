"""ex05: known mistakes, each a variation of the solution."""

from __future__ import annotations

from grader.mistakes import Mistake


class autograd_left_off(Mistake, caught_by="test_in_place"):
    """Autograd is switched off and never on again

    `sgd_update` switches autograd off and leaves it off. Whatever is computed after that records nothing, so no
    later `backward()` can work. A switch that is set has to be set back. Look up the `with` block that does so by
    itself.
    """

    def sgd_update(parameters: Iterable[nn.Parameter], lr: float) -> None:
        torch.set_grad_enabled(False)
        for p in parameters:
            if p.grad is not None:
                p -= lr * p.grad

    def train_step(
        net: nn.Module, criterion: Callable[[Tensor, Tensor], Tensor], x: Tensor, target: Tensor, lr: float
    ) -> float:
        torch.set_grad_enabled(True)
        net.zero_grad()
        loss = criterion(net(x), target)
        loss.backward()
        sgd_update(net.parameters(), lr)
        return loss.item()


class biases_left_out(Mistake, caught_by="test_update"):
    """Some parameters are left out

    Only parameters with two or more dimensions are updated, so biases never move. Every parameter with a gradient
    should take its step. Look at the condition in the loop.
    """

    def sgd_update(parameters, lr):
        for p in parameters:
            if p.grad is not None and p.dim() > 1:
                p.data -= lr * p.grad


class changes_the_gradient(Mistake, caught_by="test_update"):
    """The gradient is changed, not the weight

    The step is written into the gradient, and the weight stays as it is. The formula reads the gradient and changes
    the weight. Look at the left side of the line.
    """

    def sgd_update(parameters, lr):
        with torch.no_grad():
            for p in parameters:
                if p.grad is not None:
                    p.grad -= lr * p


class climbs_instead_of_descends(Mistake, caught_by=("test_parabola", "test_update")):
    """The gradient is added, not taken off

    The step goes along the gradient, which points to where the value grows. So the walk climbs. To go down, the
    step has to lead the other way. Look at the sign.
    """

    def gradient_descent(f: Callable[[Tensor], Tensor], x0: float, lr: float, steps: int) -> list[float]:
        x = torch.tensor(x0, requires_grad=True)
        path = [x.item()]
        for _ in range(steps):
            x.grad = None
            f(x).backward()
            with torch.no_grad():
                x += lr * x.grad
            path.append(x.item())
        return path

    def sgd_update(parameters: Iterable[nn.Parameter], lr: float) -> None:
        with torch.no_grad():
            for p in parameters:
                if p.grad is not None:
                    p += lr * p.grad


class criterion_ignored(Mistake, caught_by="test_step"):
    """The criterion is not used

    `train_step` computes a mean squared error, whatever `criterion` it is given. Another criterion has another loss
    and other gradients. Look at the line that computes the loss.
    """

    def train_step(net, criterion, x, target, lr):
        net.zero_grad()
        loss = ((net(x) - target) ** 2).mean()
        loss.backward()
        sgd_update(net.parameters(), lr)
        return loss.item()


class derivative_of_x_squared(Mistake, caught_by="test_polynomial"):
    """The gradient of x squared is written down by hand

    The code uses 2x, the gradient of x squared only. Another `f` has another gradient, and autograd finds it for
    any of them. Look at where `f` is called.
    """

    def gradient_descent(f: Callable[[Tensor], Tensor], x0: float, lr: float, steps: int) -> list[float]:
        x = x0
        path = [x]
        for _ in range(steps):
            x = x - lr * 2 * x
            path.append(x)
        return path


class difference_quotient(Mistake, caught_by="test_other_functions"):
    """The gradient is guessed from two values of f

    Two values of `f` are taken and their difference is divided by a small step. That comes near the gradient and is
    never quite it. Autograd has it exactly. Look at how a tensor gets its gradient.
    """

    def gradient_descent(f: Callable[[Tensor], Tensor], x0: float, lr: float, steps: int) -> list[float]:
        h = 1e-6
        x = torch.tensor(x0, dtype=torch.float64)
        path = [x.item()]
        for _ in range(steps):
            slope = (f(x + h) - f(x - h)) / (2 * h)
            x = x - lr * slope
            path.append(x.item())
        return path


class divides_by_the_learning_rate(Mistake, caught_by="test_update"):
    """The gradient is divided by the learning rate

    The step is the gradient divided by `lr`. A small learning rate then makes large steps. The formula multiplies
    the two. Look at the operator.
    """

    def sgd_update(parameters, lr):
        with torch.no_grad():
            for p in parameters:
                if p.grad is not None:
                    p -= p.grad / lr


class fixed_learning_rate(Mistake, caught_by="test_step"):
    """The learning rate is written down in train_step

    `train_step` hands a number of its own to the update, and `lr` is not used. Whoever calls it with another rate
    gets the same step. Look at what the update is given.
    """

    def train_step(net, criterion, x, target, lr):
        net.zero_grad()
        loss = criterion(net(x), target)
        loss.backward()
        sgd_update(net.parameters(), 0.01)
        return loss.item()

    class form2:
        def train_step(net, criterion, x, target, lr):
            net.zero_grad()
            loss = criterion(net(x), target)
            loss.backward()
            sgd_update(net.parameters(), 0.1)
            return loss.item()


class generator_walked_through_twice(Mistake, caught_by="test_generator"):
    """The generator of parameters is used twice

    The code goes through the parameters twice. A generator is empty after the first time, so the second loop finds
    nothing. Look for two loops over `parameters`.
    """

    def sgd_update(parameters: Iterable[nn.Parameter], lr: float) -> None:
        gradients = [p.grad for p in parameters]
        with torch.no_grad():
            for p, gradient in zip(parameters, gradients):
                if gradient is not None:
                    p -= lr * gradient

    def train_step(
        net: nn.Module, criterion: Callable[[Tensor, Tensor], Tensor], x: Tensor, target: Tensor, lr: float
    ) -> float:
        net.zero_grad()
        loss = criterion(net(x), target)
        loss.backward()
        sgd_update(list(net.parameters()), lr)
        return loss.item()


class gradient_of_the_start(Mistake, caught_by="test_parabola"):
    """Every step takes the gradient at x0

    The gradient is found once, before the loop, and every step uses it. It belongs to the place where it was found.
    After a step, `x` is somewhere else. Look at what is inside the loop.
    """

    def gradient_descent(f, x0, lr, steps):
        x = torch.tensor(x0, requires_grad=True)
        f(x).backward()
        path = [x0]
        for _ in range(steps):
            path.append(path[-1] - lr * x.grad.item())
        return path


class gradient_scaled_in_place(Mistake, caught_by="test_gradients_left"):
    """The gradient itself is multiplied by the learning rate

    After the update, the gradient is multiplied by `lr`, and no longer what `backward()` found. An update reads the
    gradient and changes only the weight. Look for `*=`, for a method that ends in an underscore, or for a new value
    of `.grad`.
    """

    def sgd_update(parameters: Iterable[nn.Parameter], lr: float) -> None:
        with torch.no_grad():
            for p in parameters:
                if p.grad is not None:
                    p -= p.grad.mul_(lr)


class gradients_pile_up_in_the_descent(Mistake, caught_by="test_parabola"):
    """The gradients of all steps add up in gradient_descent

    `x` keeps the gradients of earlier steps, and every `backward()` adds to them. So the steps become too large.
    Each step should start without an old gradient. Look at what happens to `x.grad` between two steps.
    """

    def gradient_descent(f: Callable[[Tensor], Tensor], x0: float, lr: float, steps: int) -> list[float]:
        x = torch.tensor(x0, requires_grad=True)
        path = [x.item()]
        for _ in range(steps):
            f(x).backward()
            with torch.no_grad():
                x -= lr * x.grad
            path.append(x.item())
        return path


class learning_rate_forgotten(Mistake, caught_by=("test_parabola", "test_update")):
    """The learning rate is left out

    The step takes off the whole gradient. The learning rate says how much of it a step takes, and here it does
    nothing. Look for `lr` in the line of the step.
    """

    def gradient_descent(f: Callable[[Tensor], Tensor], x0: float, lr: float, steps: int) -> list[float]:
        x = torch.tensor(x0, requires_grad=True)
        path = [x.item()]
        for _ in range(steps):
            x.grad = None
            f(x).backward()
            with torch.no_grad():
                x -= x.grad
            path.append(x.item())
        return path

    def sgd_update(parameters: Iterable[nn.Parameter], lr: float) -> None:
        with torch.no_grad():
            for p in parameters:
                if p.grad is not None:
                    p -= p.grad


class loss_after_the_update(Mistake, caught_by="test_loss_before"):
    """The loss is taken after the update

    The net is asked once more after the update, and that loss is returned. The loss of a step is the one its
    gradients come from. A second forward pass also doubles the work. Look at which loss is returned.
    """

    def train_step(
        net: nn.Module, criterion: Callable[[Tensor, Tensor], Tensor], x: Tensor, target: Tensor, lr: float
    ) -> float:
        net.zero_grad()
        loss = criterion(net(x), target)
        loss.backward()
        sgd_update(net.parameters(), lr)
        return criterion(net(x), target).item()


class loss_returned_as_tensor(Mistake, caught_by="test_loss_is_a_float"):
    """The loss is returned as a tensor

    The result is the loss as a tensor, and it may keep its whole graph alive. It should be a number of Python's
    own. Look for the method that gives the number in a tensor.
    """

    def train_step(
        net: nn.Module, criterion: Callable[[Tensor, Tensor], Tensor], x: Tensor, target: Tensor, lr: float
    ) -> float:
        net.zero_grad()
        loss = criterion(net(x), target)
        loss.backward()
        sgd_update(net.parameters(), lr)
        return loss


class loss_times_the_batch(Mistake, caught_by="test_loss_before"):
    """The loss is multiplied by the size of the batch

    `train_step` returns the loss times the number of samples. The criterion gives the loss of the batch, and that
    number should be returned as it is. Look at the `return`.
    """

    def train_step(net, criterion, x, target, lr):
        net.zero_grad()
        loss = criterion(net(x), target)
        loss.backward()
        sgd_update(net.parameters(), lr)
        return loss.item() * len(x)


class missing_gradients_not_skipped(Mistake, caught_by="test_without_gradient"):
    """Parameters without a gradient are not skipped

    A weight that took no part in the loss has no gradient. It is `None`, and using it as a tensor raises an error.
    Such a weight should be left as it is. Look at the line that the error names.
    """

    def sgd_update(parameters: Iterable[nn.Parameter], lr: float) -> None:
        with torch.no_grad():
            for p in parameters:
                p -= lr * p.grad


class old_gradients_counted(Mistake, caught_by="test_old_gradients"):
    """Gradients of earlier batches are not zeroed

    `backward()` adds the gradient of this batch to those that the net carries already. The update then follows a
    sum of old and new. Look at what should happen before `backward()`, and whether it is really called, with
    parentheses.
    """

    def train_step(
        net: nn.Module, criterion: Callable[[Tensor, Tensor], Tensor], x: Tensor, target: Tensor, lr: float
    ) -> float:
        loss = criterion(net(x), target)
        loss.backward()
        sgd_update(net.parameters(), lr)
        return loss.item()


class one_step_too_few(Mistake, caught_by="test_parabola"):
    """One step too few

    The walk ends one step early, so the path has as many values as steps. A walk of 5 steps passes 6 places. Look
    at the range of the loop: a range stops before its end.
    """

    def gradient_descent(f, x0, lr, steps):
        x, path = x0, [x0]
        for _ in range(1, steps):
            point = torch.tensor(x, requires_grad=True)
            x = x - lr * torch.autograd.grad(f(point), point)[0].item()
            path.append(x)
        return path


class one_step_too_many(Mistake, caught_by="test_parabola"):
    """One step too many

    The walk makes one step more than asked for. The path should hold `x0` and one value for each step. Look at the
    range of the loop.
    """

    def gradient_descent(f, x0, lr, steps):
        x, path = x0, [x0]
        for _ in range(steps + 1):
            point = torch.tensor(x, requires_grad=True)
            x = x - lr * torch.autograd.grad(f(point), point)[0].item()
            path.append(x)
        return path


class optimizer_does_the_update(Mistake, caught_by="test_update"):
    """The update is handed to torch.optim

    `sgd_update` lets an optimizer of PyTorch do the update. This exercise asks for the line inside it, written by
    hand. Look at the formula in the docstring.
    """

    def sgd_update(parameters: Iterable[nn.Parameter], lr: float) -> None:
        torch.optim.SGD(parameters, lr=lr).step()

    class form2:
        def gradient_descent(f: Callable[[Tensor], Tensor], x0: float, lr: float, steps: int) -> list[float]:
            x = nn.Parameter(torch.tensor(x0))
            optimizer = torch.optim.SGD([x], lr=lr)
            path = [float(x0)]
            for _ in range(steps):
                optimizer.zero_grad(set_to_none=False)
                f(x).backward()
                optimizer.step()
                path.append(float(x.detach()))
            return path

        def sgd_update(parameters: Iterable[nn.Parameter], lr: float) -> None:
            torch.optim.SGD(parameters, lr=lr).step()

        def train_step(
            net: nn.Module, criterion: Callable[[Tensor, Tensor], Tensor], x: Tensor, target: Tensor, lr: float
        ) -> float:
            optimizer = torch.optim.SGD(net.parameters(), lr=lr)
            optimizer.zero_grad()
            out = net(x)
            loss = criterion(out, target)
            loss.backward()
            optimizer.step()
            return loss.item()


class path_of_one_tensor(Mistake, caught_by="test_parabola"):
    """One and the same tensor is kept for every step

    The path holds the tensor `x` itself, again and again, and `x` changes in place. So in the end every entry shows
    the last value. Each entry should be the number that `x` holds at that moment.
    """

    def gradient_descent(f: Callable[[Tensor], Tensor], x0: float, lr: float, steps: int) -> list[float]:
        x = torch.tensor(x0, requires_grad=True)
        path = [x]
        for _ in range(steps):
            x.grad = None
            f(x).backward()
            with torch.no_grad():
                x -= lr * x.grad
            path.append(x)
        return path


class path_of_tensors(Mistake, caught_by="test_path_of_floats"):
    """The path holds tensors

    The values are right, but each entry is a tensor and not a float. Look for the method that gives the number in a
    tensor.
    """

    def gradient_descent(f, x0, lr, steps):
        x = torch.tensor(x0, requires_grad=True)
        path = [x]
        for _ in range(steps):
            (slope,) = torch.autograd.grad(f(x), x)
            x = (x - lr * slope).detach().requires_grad_()
            path.append(x)
        return path


class path_without_its_start(Mistake, caught_by="test_parabola"):
    """The path lacks x0

    The path holds the value after each step, and not where the walk begins. A walk of 5 steps passes 6 places. Look
    at what the list holds before the loop.
    """

    def gradient_descent(f: Callable[[Tensor], Tensor], x0: float, lr: float, steps: int) -> list[float]:
        x = torch.tensor(x0, requires_grad=True)
        path = []
        for _ in range(steps):
            x.grad = None
            f(x).backward()
            with torch.no_grad():
                x -= lr * x.grad
            path.append(x.item())
        return path


class renames_instead_of_changing(Mistake, caught_by="test_update"):
    """The weights are renamed, not changed

    The loop makes a new tensor and gives it the loop variable's name. The net does not look at that name: it still
    holds the old weights. Look for a way to write into the parameter itself.
    """

    def sgd_update(parameters: Iterable[nn.Parameter], lr: float) -> None:
        with torch.no_grad():
            for p in parameters:
                if p.grad is not None:
                    p = p - lr * p.grad


class returns_only_the_end(Mistake, caught_by="test_parabola"):
    """Only the last value is returned

    The result is the place where the walk ends. The function should return the whole path: `x0`, and then the value
    after each step. Look at what is kept during the loop.
    """

    def gradient_descent(f, x0, lr, steps):
        x = torch.tensor(x0)
        for _ in range(steps):
            x.requires_grad_()
            x = (x - lr * torch.autograd.grad(f(x), x)[0]).detach()
        return x.item()


class sign_only(Mistake, caught_by="test_update"):
    """Only the sign of the gradient is used

    Every weight moves by `lr`, whatever the size of its gradient is. A large gradient should make a large step, and
    a small one a small step. Look at what is done to the gradient.
    """

    def sgd_update(parameters, lr):
        with torch.no_grad():
            for p in parameters:
                if p.grad is not None:
                    p -= lr * p.grad.sign()


class stops_early(Mistake, caught_by="test_learning_rates"):
    """The descent ends where the gradient is near 0

    The loop ends as soon as the gradient is 0 or small, so the path has fewer values than asked for. Every step
    counts, also one that does not move. Look for `break` or a second condition.
    """

    def gradient_descent(f: Callable[[Tensor], Tensor], x0: float, lr: float, steps: int) -> list[float]:
        x = torch.tensor(x0, requires_grad=True)
        path = [x.item()]
        for _ in range(steps):
            x.grad = None
            f(x).backward()
            if x.grad.abs() < 1e-6:
                break
            with torch.no_grad():
                x -= lr * x.grad
            path.append(x.item())
        return path


class takes_the_list_apart(Mistake, caught_by="test_in_place"):
    """The caller's list of parameters is emptied

    The function takes the parameters out of the list that it is given. Whoever called it is left with an empty
    list. Look for `pop`, `remove` or `clear`: a loop can look at each entry without taking it out.
    """

    def sgd_update(parameters: Iterable[nn.Parameter], lr: float) -> None:
        if not isinstance(parameters, list):
            parameters = list(parameters)
        with torch.no_grad():
            while parameters:
                p = parameters.pop()
                if p.grad is not None:
                    p -= lr * p.grad


class update_recorded(Mistake, caught_by="test_update"):
    """The update is not hidden from autograd

    A weight is changed in place while autograd records, and PyTorch refuses that with a `RuntimeError`. The update
    is no part of what the net computes. Look up how recording is switched off for a few lines.
    """

    def sgd_update(parameters: Iterable[nn.Parameter], lr: float) -> None:
        for p in parameters:
            if p.grad is not None:
                p -= lr * p.grad


class update_zeroes_the_gradients(Mistake, caught_by="test_gradients_left"):
    """The update clears the gradients

    The gradients are gone after the update. Clearing them is a step of its own: whoever wants to look at them after
    the update finds nothing. Look at what the function does beside changing the weights.
    """

    def sgd_update(parameters: Iterable[nn.Parameter], lr: float) -> None:
        with torch.no_grad():
            for p in parameters:
                if p.grad is not None:
                    p -= lr * p.grad
                    p.grad = None

    class form2:
        def sgd_update(parameters, lr):
            with torch.no_grad():
                for p in parameters:
                    if p.grad is not None:
                        p -= lr * p.grad
                        p.grad.zero_()


class updates_twice(Mistake, caught_by="test_step"):
    """The update runs twice

    Each step takes the gradient off twice, so it is twice as long as `lr` says. Look at how often the weights are
    changed in one call.
    """

    def train_step(net, criterion, x, target, lr):
        net.zero_grad()
        loss = criterion(net(x), target)
        loss.backward()
        sgd_update(net.parameters(), lr)
        sgd_update(net.parameters(), lr)
        return loss.item()


class values_of_f_in_the_path(Mistake, caught_by="test_parabola"):
    """The path holds the values of f

    The path holds how high each place is, the value of `f`. It should hold the places themselves, the values of
    `x`. Look at what is added to the list.
    """

    def gradient_descent(f, x0, lr, steps):
        x = torch.tensor(x0)
        path = [f(x).item()]
        for _ in range(steps):
            x.requires_grad_()
            x = (x - lr * torch.autograd.grad(f(x), x)[0]).detach()
            path.append(f(x).item())
        return path


class x_loses_its_gradient(Mistake, caught_by="test_parabola"):
    """x is replaced by a result that keeps no gradient

    After the first step, `x` is the result of a computation and no longer a leaf. PyTorch keeps gradients for
    leaves only, so `x.grad` is `None` in the second step and the product raises a `TypeError`. Look at how `x` gets
    its new value.
    """

    def gradient_descent(f, x0, lr, steps):
        x = torch.tensor(x0, requires_grad=True)
        path = [x.item()]
        for _ in range(steps):
            f(x).backward()
            x = x - lr * x.grad
            path.append(x.item())
        return path


class zeroed_before_the_update(Mistake, caught_by="test_step"):
    """The update finds no gradients of this batch

    At the update there are no gradients, so no weight moves. Either they are zeroed after `backward()`, or
    `backward()` comes too late or never. Look at the order of the five steps, and whether each method has its
    parentheses.
    """

    def train_step(
        net: nn.Module, criterion: Callable[[Tensor, Tensor], Tensor], x: Tensor, target: Tensor, lr: float
    ) -> float:
        loss = criterion(net(x), target)
        loss.backward()
        net.zero_grad()
        sgd_update(net.parameters(), lr)
        return loss.item()

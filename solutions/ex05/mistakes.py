"""ex05: known mistakes, each a variation of the solution."""

from __future__ import annotations

from grader.mistakes import Mistake


class autograd_left_off(Mistake, caught_by="test_in_place"):
    """Autograd switched off and never on again

    You switched autograd off for the update and left it off. Whatever is computed afterwards records nothing, so no
    later backward() can work.
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


class climbs_instead_of_descends(Mistake, caught_by=("test_parabola", "test_update")):
    """Gradient added instead of taken off

    You added the gradient. It points to where the loss grows, so with it you climb: to go down, the step has to
    lead the other way.
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


class derivative_of_x_squared(Mistake, caught_by="test_polynomial"):
    """Derivative of x^2 written down by hand

    You used 2x, which is the gradient of x^2 alone. Another f has another gradient, and autograd finds it for any
    of them.
    """

    def gradient_descent(f: Callable[[Tensor], Tensor], x0: float, lr: float, steps: int) -> list[float]:
        x = x0
        path = [x]
        for _ in range(steps):
            x = x - lr * 2 * x
            path.append(x)
        return path


class difference_quotient(Mistake, caught_by="test_other_functions"):
    """Gradient guessed from two values of f

    You took two values of f and divided their difference by a small h. That comes near the gradient and is never
    quite it, while autograd has it exactly.
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


class generator_walked_through_twice(Mistake, caught_by="test_generator"):
    """Generator of parameters used twice

    You walk through the parameters twice, and a generator is used up after the first time, so the second loop finds
    nothing. Walk once, or keep them in a list first.
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


class gradient_scaled_in_place(Mistake, caught_by="test_gradients_left"):
    """Gradient itself multiplied with the learning rate

    You multiplied the gradient in place, so it is no longer what backward() found. An update reads the gradient and
    changes the weight alone.
    """

    def sgd_update(parameters: Iterable[nn.Parameter], lr: float) -> None:
        with torch.no_grad():
            for p in parameters:
                if p.grad is not None:
                    p -= p.grad.mul_(lr)


class gradients_pile_up_in_the_descent(Mistake, caught_by="test_parabola"):
    """Gradients of all steps added up in gradient_descent

    Your x keeps the gradients of the earlier steps, and every backward() adds to them, so the steps grow too large.
    Each step should start without an old gradient.
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
    """Learning rate left out

    You took off the whole gradient. The learning rate says how much of it a step takes, and here it does nothing.
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
    """Loss taken after the update

    You asked the net once more after the update and returned that loss. The loss of a step is the one its gradients
    came from, and a second forward pass doubles the work.
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
    """Loss returned as a tensor

    You returned the loss as the tensor it is, with the whole graph of its history hanging on it. A number of
    Python's own was asked for.
    """

    def train_step(
        net: nn.Module, criterion: Callable[[Tensor, Tensor], Tensor], x: Tensor, target: Tensor, lr: float
    ) -> float:
        net.zero_grad()
        loss = criterion(net(x), target)
        loss.backward()
        sgd_update(net.parameters(), lr)
        return loss


class missing_gradients_not_skipped(Mistake, caught_by="test_without_gradient"):
    """Parameters without a gradient not skipped

    A weight that took no part in the loss has no gradient: None, which nothing can be multiplied with. Leave such a
    weight alone.
    """

    def sgd_update(parameters: Iterable[nn.Parameter], lr: float) -> None:
        with torch.no_grad():
            for p in parameters:
                p -= lr * p.grad


class old_gradients_counted(Mistake, caught_by="test_old_gradients"):
    """Gradients of earlier batches not zeroed

    Your training step never zeroes, so backward() adds this batch's gradient to those of earlier ones. The update
    then follows a sum of old and new.
    """

    def train_step(
        net: nn.Module, criterion: Callable[[Tensor, Tensor], Tensor], x: Tensor, target: Tensor, lr: float
    ) -> float:
        loss = criterion(net(x), target)
        loss.backward()
        sgd_update(net.parameters(), lr)
        return loss.item()


class optimizer_does_the_update(Mistake, caught_by="test_update"):
    """Update handed to torch.optim

    Your `sgd_update` lets an optimizer of PyTorch's do the update. This exercise asks for the line that is inside it,
    written by hand.
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
    """One and the same tensor kept for every step

    Your path holds the tensor x itself, again and again, and x changes in place: in the end every entry shows the
    last value. Keep the number it holds at that moment.
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


class path_without_its_start(Mistake, caught_by="test_parabola"):
    """Path without x0

    Your path holds what comes after each step, but not where the walk begins. A walk of 5 steps passes 6 places.
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
    """Weights renamed instead of changed

    Inside the loop you made a new tensor and gave it the loop variable's name. The net does not look at that name:
    it still holds the old weights.
    """

    def sgd_update(parameters: Iterable[nn.Parameter], lr: float) -> None:
        with torch.no_grad():
            for p in parameters:
                if p.grad is not None:
                    p = p - lr * p.grad


class stops_early(Mistake, caught_by="test_learning_rates"):
    """Descent ends where the gradient is 0

    Your descent stops as soon as the gradient is 0, so the path has fewer values than were asked for. Every step
    counts, also one that does not move.
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
    """List of parameters emptied

    Your update takes the parameters out of the list that it is given, so whoever called it is left with an empty list.
    Looking at each parameter is enough.
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
    """Update not hidden from autograd

    You changed a weight while autograd was recording, and it refuses to record a change of a weight in place. The
    update is no part of what the net computes, so it has to happen unrecorded.
    """

    def sgd_update(parameters: Iterable[nn.Parameter], lr: float) -> None:
        for p in parameters:
            if p.grad is not None:
                p -= lr * p.grad


class update_zeroes_the_gradients(Mistake, caught_by="test_gradients_left"):
    """Gradients cleared by the update

    Your update throws the gradients away when it has used them. That is another step's work: who wants to look at
    the gradients after the update finds nothing.
    """

    def sgd_update(parameters: Iterable[nn.Parameter], lr: float) -> None:
        with torch.no_grad():
            for p in parameters:
                if p.grad is not None:
                    p -= lr * p.grad
                    p.grad = None


class zeroed_before_the_update(Mistake, caught_by="test_step"):
    """Gradients zeroed between backward and update

    You zero the gradients after backward() and before the update, so the update finds none and no weight moves.
    Zeroing belongs before the gradients are made, or after they were used.
    """

    def train_step(
        net: nn.Module, criterion: Callable[[Tensor, Tensor], Tensor], x: Tensor, target: Tensor, lr: float
    ) -> float:
        loss = criterion(net(x), target)
        loss.backward()
        net.zero_grad()
        sgd_update(net.parameters(), lr)
        return loss.item()

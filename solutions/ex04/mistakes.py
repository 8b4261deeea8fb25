"""ex04: known mistakes, each a variation of the solution."""

from __future__ import annotations

from grader.mistakes import Mistake, Shared


class a_number_for_before(Mistake, caught_by="test_before"):
    """A single number is returned for the gradient before

    The gradient "before" is a single zero. `conv1.bias` has six numbers, and its gradient has the same shape. Look
    for a way to make zeros in the shape of another tensor.
    """

    def gradient_before_and_after(net, criterion, x, target):
        zero_gradients(net.parameters())
        criterion(net(x), target).backward()
        return 0.0, net.conv1.bias.grad.clone()

    class form2:
        def gradient_before_and_after(net, criterion, x, target):
            zero_gradients(net.parameters())
            criterion(net(x), target).backward()
            return torch.tensor(0.0), net.conv1.bias.grad.clone()

    class form3:
        def gradient_before_and_after(net, criterion, x, target):
            zero_gradients(net.parameters())
            criterion(net(x), target).backward()
            return torch.zeros(1), net.conv1.bias.grad.clone()


class accumulates_onto_old_gradients(Mistake, caught_by="test_accumulate_carried"):
    """The batches are added to old gradients

    The batches add up as they should, but on top of what the net carried before. The function should start from
    clean gradients. Look at what happens before the first batch.
    """

    def accumulate_gradients(net, criterion, batches):
        for x, target in batches:
            loss = criterion(net(x), target) / len(batches)
            loss.backward()


class adds_the_means(Mistake, caught_by="test_accumulate"):
    """The means of the batches are added up

    Each batch's loss is a mean, and these means are added as they are. So the gradients are too large, by the
    number of batches. The mean over all samples is the mean of the batches' means. Look at the loss before its
    backward pass.
    """

    def accumulate_gradients(net, criterion, batches):
        zero_gradients(net.parameters())
        for x, target in batches:
            loss = criterion(net(x), target)
            loss.backward()


class another_layers_gradient(Mistake, caught_by="test_after"):
    """The gradient of another layer is returned

    The result is the gradient of `conv2.bias`, with 16 numbers. The one asked for belongs to `conv1.bias` and has
    six. Look at the name before `.grad`.
    """

    def gradient_before_and_after(net, criterion, x, target):
        zero_gradients(net.parameters())
        before = torch.zeros_like(net.conv2.bias)
        criterion(net(x), target).backward()
        return before, net.conv2.bias.grad.clone()

    class form2:
        def gradient_before_and_after(net, criterion, x, target):
            zero_gradients(net.parameters())
            before = torch.zeros_like(net.conv1.bias)
            criterion(net(x), target).backward()
            return before, net.conv2.bias.grad.clone()

        def backward_with_vector(net, x, v):
            zero_gradients(net.parameters())
            net(x).backward(v)
            return net.conv2.bias.grad.clone()


class backward_without_the_vector(Mistake, caught_by="test_vector"):
    """Backward from ten numbers without a vector

    `backward()` starts from one number. From ten outputs it needs to know how much each of them counts, and raises
    a `RuntimeError` without that. Look at what `v` is for, and at what `backward` takes.
    """

    def backward_with_vector(net, x, v):
        zero_gradients(net.parameters())
        output = net(x)
        output.backward()
        return net.conv1.bias.grad.clone()


class before_and_after_swapped(Mistake, caught_by="test_after"):
    """Before and after are swapped

    The two gradients are right, and in the wrong order. The first one should be the gradient before the backward
    pass. Look at the `return`.
    """

    def gradient_before_and_after(net, criterion, x, target):
        zero_gradients(net.parameters())
        before = torch.zeros_like(net.conv1.bias)
        output = net(x)
        loss = criterion(output, target)
        loss.backward()
        after = net.conv1.bias.grad.clone()
        return after, before


class before_is_an_alias(Mistake, caught_by="test_before"):
    """The gradient before is not a copy

    The value kept as "before" is the very tensor that the backward pass adds to. So it shows what came after. A
    copy stays as it was. Look at the line that keeps it.
    """

    def gradient_before_and_after(net, criterion, x, target):
        zero_gradients(net.parameters())
        if net.conv1.bias.grad is None:
            net.conv1.bias.grad = torch.zeros(6)
        before = net.conv1.bias.grad
        criterion(net(x), target).backward()
        return before, net.conv1.bias.grad.clone()


class cuts_the_graph(Mistake, caught_by="test_after"):
    """The loss is made into a new tensor

    The number of the loss is put into a new tensor, which has no link to the net. The backward pass ends there and
    reaches no parameter. Look for `.item()` or `torch.tensor(...)` between the net and `backward`.
    """

    def gradient_before_and_after(net, criterion, x, target):
        zero_gradients(net.parameters())
        before = torch.zeros_like(net.conv1.bias)
        output = net(x)
        loss = torch.tensor(criterion(output, target).item(), requires_grad=True)
        loss.backward()
        after = net.conv1.bias.grad.clone()
        return before, after


class divides_by_the_batch(Mistake, caught_by="test_accumulate"):
    """Divided by the size of a batch

    The loss is divided by the number of samples in a batch. The loss is a mean, so it has done that already. What
    is still to be shared out is the number of batches. Look at what the loss is divided by.
    """

    def accumulate_gradients(net, criterion, batches):
        zero_gradients(net.parameters())
        for x, target in batches:
            loss = criterion(net(x), target) / len(x)
            loss.backward()


class forgets_backward(Mistake, caught_by="test_after"):
    """The backward pass reaches no parameter

    No parameter gets a gradient: there is no backward pass, or it does not reach the net. Gradients come from a
    backward pass that starts at the loss. Look at what is done with the loss, and whether `backward` has its
    parentheses.
    """

    def gradient_before_and_after(net, criterion, x, target):
        zero_gradients(net.parameters())
        before = torch.zeros_like(net.conv1.bias)
        output = net(x)
        loss = criterion(output, target)
        after = net.conv1.bias.grad.clone()
        return before, after


class forward_without_a_graph(Mistake, caught_by="test_after"):
    """The backward pass starts from a tensor without a history

    The output or the loss has no link to the net: it was computed while autograd was off, or detached, or put into
    a new tensor. So `backward` raises a `RuntimeError`. Look for `no_grad`, `.detach()`, `.data` or
    `torch.tensor(...)` between the net and `backward`.
    """

    def gradient_before_and_after(net, criterion, x, target):
        zero_gradients(net.parameters())
        before = torch.zeros_like(net.conv1.bias)
        with torch.no_grad():
            output = net(x)
        criterion(output, target).backward()
        return before, net.conv1.bias.grad.clone()


class last_batch_left_out(Mistake, caught_by="test_accumulate"):
    """The last batch is left out

    The loop ends one batch early, so the gradients lack the last one. A range or a slice stops before its end. Look
    at what the loop goes over.
    """

    def accumulate_gradients(net, criterion, batches):
        zero_gradients(net.parameters())
        for x, target in batches[:-1]:
            (criterion(net(x), target) / len(batches)).backward()

    class form2:
        def accumulate_gradients(net, criterion, batches):
            zero_gradients(net.parameters())
            for x, target in batches[:-1]:
                (criterion(net(x), target) / (len(batches) - 1)).backward()


class looks_before_zeroing(Mistake, caught_by="test_before"):
    """The gradient is read before it is zeroed

    The gradient "before" is read first and zeroed after that. So the function returns what an earlier pass has
    left. Look at the order of the two lines.
    """

    def gradient_before_and_after(net, criterion, x, target):
        bias = net.conv1.bias
        before = torch.zeros_like(bias) if bias.grad is None else bias.grad.clone()
        zero_gradients(net.parameters())
        criterion(net(x), target).backward()
        return before, bias.grad.clone()


class makes_a_step(Mistake, caught_by="test_values"):
    """The weights are changed

    The weights are changed after the backward pass. Here only gradients are asked for, and the update is a step of
    its own. Look for an optimizer, or for a line that writes into the parameters.
    """

    def gradient_before_and_after(net, criterion, x, target):
        zero_gradients(net.parameters())
        before = torch.zeros_like(net.conv1.bias)
        output = net(x)
        loss = criterion(output, target)
        loss.backward()
        after = net.conv1.bias.grad.clone()
        with torch.no_grad():
            for parameter in net.parameters():
                parameter -= 0.01 * parameter.grad
        return before, after


class multiplies_by_zero(Mistake, caught_by="test_infinite"):
    """The zeros are computed from the old gradients

    The zeros are computed from the old gradients. Infinity times zero is not zero but NaN, and so is infinity minus
    infinity. The NaN then stays for ever. Something new should take the old gradient's place.
    """

    def zero_gradients(parameters):
        for parameter in parameters:
            if parameter.grad is not None:
                parameter.grad *= 0


class never_zeroes(Mistake, caught_by=("test_carried", "test_vector_carried")):
    """The gradients are not zeroed before the backward pass

    The backward pass adds to what the net carried before. PyTorch never zeroes gradients by itself: it adds them up
    on purpose. Look at what should happen before the backward pass, and at whether it is really called, with
    parentheses.
    """

    def gradient_before_and_after(net, criterion, x, target):
        before = torch.zeros_like(net.conv1.bias)
        output = net(x)
        loss = criterion(output, target)
        loss.backward()
        after = net.conv1.bias.grad.clone()
        return before, after

    def backward_with_vector(net, x, v):
        output = net(x)
        output.backward(v)
        return net.conv1.bias.grad.clone()

    class form2:
        def gradient_before_and_after(net, criterion, x, target):
            bias = net.conv1.bias
            before = torch.zeros_like(bias) if bias.grad is None else bias.grad.clone()
            criterion(net(x), target).backward()
            return before, bias.grad.clone()

        def backward_with_vector(net, x, v):
            net(x).backward(v)
            return net.conv1.bias.grad.clone()


class no_check_for_none(Mistake, caught_by="test_no_gradient"):
    """A parameter without a gradient is not expected

    The code uses every gradient as a tensor. Before its first backward pass a parameter has none: its gradient is
    `None`, and using it raises an error. Such a parameter can be left as it is. Look at the line that the error
    names.
    """

    def zero_gradients(parameters):
        for parameter in parameters:
            parameter.grad.zero_()


class number_for_a_gradient(Mistake, caught_by="test_zero"):
    """The gradient is set to a plain number

    A gradient is a tensor or `None`. PyTorch raises a `TypeError` when it is set to a number such as 0. Look at the
    right side of the `=`.
    """

    def zero_gradients(parameters):
        for parameter in parameters:
            parameter.grad = 0


class one_big_batch(Mistake, caught_by="test_one_batch_at_a_time"):
    """All batches are put together into a big one

    The batches are joined and go through the net at once. The gradients of most nets are right then, but the memory
    that small batches save is used all the same. A batch norm also computes other numbers. Each batch should go
    through the net by itself.
    """

    def accumulate_gradients(net, criterion, batches):
        zero_gradients(net.parameters())
        x = torch.cat([x for x, target in batches])
        target = torch.cat([target for x, target in batches])
        criterion(net(x), target).backward()


class renames_in_the_loop(Mistake, caught_by="test_zero"):
    """Only the loop's own variable is changed

    The loop gives a name to a new value. That changes what the name stands for, and nothing about the parameter or
    its gradient. Look at the left side of the `=`: where does a parameter keep its gradient?
    """

    def zero_gradients(parameters):
        for parameter in parameters:
            gradient = parameter.grad
            if gradient is not None:
                gradient = torch.zeros_like(gradient)


class returns_none_before(Mistake, caught_by="test_before"):
    """None is returned for the gradient before

    The gradient "before" is `None`: that is what PyTorch has there after zeroing. The two results should be of one
    kind. Look at the docstring: it says what to return for the time before.
    """

    def zero_gradients(parameters):
        for parameter in parameters:
            parameter.grad = None

    def gradient_before_and_after(net, criterion, x, target):
        zero_gradients(net.parameters())
        before = net.conv1.bias.grad
        output = net(x)
        loss = criterion(output, target)
        loss.backward()
        after = net.conv1.bias.grad.clone()
        return before, after


class returns_only_the_gradient_after(Mistake, caught_by="test_after"):
    """Only one of the two gradients is returned

    The result is one tensor: the gradient after the backward pass. The function should return two tensors, the one
    before and the one after. Look at the `return`.
    """

    def gradient_before_and_after(net, criterion, x, target):
        zero_gradients(net.parameters())
        criterion(net(x), target).backward()
        return net.conv1.bias.grad.clone()


class returns_the_live_gradient(Mistake, caught_by=("test_copies", "test_vector_copy")):
    """The gradient itself is returned, not a copy

    The result is the tensor that PyTorch keeps adding to. The next backward pass changes it, and whoever kept it
    sees other numbers. `detach()` makes no copy. Look for the method that does.
    """

    def gradient_before_and_after(net, criterion, x, target):
        zero_gradients(net.parameters())
        before = torch.zeros_like(net.conv1.bias)
        output = net(x)
        loss = criterion(output, target)
        loss.backward()
        after = net.conv1.bias.grad
        return before, after

    def backward_with_vector(net, x, v):
        zero_gradients(net.parameters())
        output = net(x)
        output.backward(v)
        return net.conv1.bias.grad


class stops_at_none(Mistake, caught_by="test_no_gradient"):
    """The first parameter without a gradient ends the loop

    The loop ends at the first parameter that has no gradient. Those after it keep their old gradients. Look at
    `break` and `return`: one parameter should be passed over, and the loop should go on.
    """

    def zero_gradients(parameters):
        for parameter in parameters:
            if parameter.grad is None:
                break
            parameter.grad = None

    class form2:
        def zero_gradients(parameters):
            for parameter in parameters:
                if parameter.grad is None:
                    return
                parameter.grad = torch.zeros_like(parameter)


class sums_over_the_samples(Mistake, caught_by="test_accumulate"):
    """The means are turned into sums

    Each batch's loss is multiplied by its number of samples, so the gradients are those of a sum. One big batch
    gives a mean over all samples. Look at what a sum has to be divided by to become a mean.
    """

    def accumulate_gradients(net, criterion, batches):
        zero_gradients(net.parameters())
        for x, target in batches:
            (criterion(net(x), target) * len(x)).backward()


class sums_the_outputs(Mistake, caught_by="test_vector"):
    """All outputs count alike

    The outputs are summed, or each gets a weight of 1. So all count the same, and `v` plays no part. Each output
    has its own weight in `v`. Look at what the backward pass starts from, and what it is given.
    """

    def backward_with_vector(net, x, v):
        zero_gradients(net.parameters())
        output = net(x)
        output.sum().backward()
        return net.conv1.bias.grad.clone()


class takes_the_mean(Mistake, caught_by="test_vector"):
    """A mean is taken where a sum is meant

    The backward pass starts from the mean of the outputs times `v`. That makes every gradient smaller, by the
    number of outputs. Going backward with a vector is the same as going backward from the sum.
    """

    def backward_with_vector(net, x, v):
        zero_gradients(net.parameters())
        output = net(x)
        (output * v).mean().backward()
        return net.conv1.bias.grad.clone()


class walks_twice(Mistake, caught_by="test_generator"):
    """A generator is walked through twice

    The code goes through the parameters twice. `net.parameters()` is a generator, and it is empty after the first
    walk. So the second loop does nothing. Look for two loops, or for a `list` or `sum` before the loop.
    """

    def zero_gradients(parameters):
        with_gradient = sum(parameter.grad is not None for parameter in parameters)
        if with_gradient == 0:
            return
        for parameter in parameters:
            if parameter.grad is not None:
                parameter.grad = torch.zeros_like(parameter.grad)

    class form2:
        def zero_gradients(parameters):
            if any(parameter.grad is not None for parameter in list(parameters)):
                for parameter in parameters:
                    parameter.grad = None


class weights_gradient_for_the_bias(Mistake, caught_by="test_after"):
    """The gradient of conv1's weight is returned

    The result is the gradient of `conv1.weight`, a block of 6 by 1 by 3 by 3 numbers. The one asked for belongs to
    `conv1.bias` and has six numbers. Look at the name before `.grad`.
    """

    def gradient_before_and_after(net, criterion, x, target):
        zero_gradients(net.parameters())
        before = torch.zeros_like(net.conv1.weight)
        criterion(net(x), target).backward()
        return before, net.conv1.weight.grad.clone()


class zero_grad_without_parentheses(Mistake, caught_by="test_carried"):
    """gradient_before_and_after does not zero the gradients

    The backward pass adds to what the net carried before: nothing zeroes the gradients, or the method that does is
    only named. Without parentheses Python does nothing and says nothing. Look at the lines before the backward
    pass.
    """

    def gradient_before_and_after(net, criterion, x, target):
        net.zero_grad
        before = torch.zeros_like(net.conv1.bias)
        output = net(x)
        loss = criterion(output, target)
        loss.backward()
        after = net.conv1.bias.grad.clone()
        return before, after


class zeroes_after_the_batches(Mistake, caught_by="test_accumulate"):
    """The gradients are zeroed after the last batch

    The gradients add up, and then they are zeroed at the end. The net should be left with them, so that a step can
    use them. Look at the last line of the function.
    """

    def accumulate_gradients(net, criterion, batches):
        zero_gradients(net.parameters())
        for x, target in batches:
            (criterion(net(x), target) / len(batches)).backward()
        net.zero_grad()


class zeroes_afterwards(Mistake, caught_by="test_carried"):
    """The gradients are zeroed after the backward pass

    The gradients are zeroed at the end and not at the start. What the net carried is counted, and the new gradients
    are gone before anyone can use them. Look at where the zeroing stands.
    """

    def gradient_before_and_after(net, criterion, x, target):
        before = torch.zeros_like(net.conv1.bias)
        criterion(net(x), target).backward()
        after = net.conv1.bias.grad.clone()
        zero_gradients(net.parameters())
        return before, after


class zeroes_conv1_alone(Mistake, caught_by="test_carried"):
    """Only some gradients are zeroed

    The gradients of `conv1` are zeroed, and those of the other layers are left. An optimizer would use all of them.
    Look at which parameters are zeroed.
    """

    def gradient_before_and_after(net, criterion, x, target):
        zero_gradients(net.conv1.parameters())
        before = torch.zeros_like(net.conv1.bias)
        output = net(x)
        loss = criterion(output, target)
        loss.backward()
        after = net.conv1.bias.grad.clone()
        return before, after


class zeroes_for_each_batch(Mistake, caught_by="test_accumulate"):
    """The gradients are zeroed for each batch

    The zeroing is inside the loop, so only the last batch is left at the end. Here the gradients of all batches
    should add up. Look at how often the zeroing runs.
    """

    def accumulate_gradients(net, criterion, batches):
        for x, target in batches:
            zero_gradients(net.parameters())
            loss = criterion(net(x), target) / len(batches)
            loss.backward()


class zeroes_the_weights(Mistake, caught_by="test_zero"):
    """The weights are zeroed, not the gradients

    The parameters themselves become zero, so all that the net has learned is gone. A parameter keeps its gradient
    in an attribute of its own. Look at what is changed in the loop.
    """

    def zero_gradients(parameters):
        for parameter in parameters:
            parameter.data.zero_()


class zeros_for_everyone(Mistake, caught_by="test_no_gradient"):
    """Zeros where no gradient was

    Every parameter gets zeros, also those that had no gradient. A layer that takes no part has `None` there, and
    optimizers skip it for that reason. Look at what the loop does where there is no gradient.
    """

    def zero_gradients(parameters):
        for parameter in parameters:
            parameter.grad = torch.zeros_like(parameter)


class no_gradient_arrives(Shared, of=("cuts_the_graph", "forgets_backward")):
    """No backward pass reaches the net

    The gradient after the backward pass is that of before: no backward pass has reached the net. It has to start from
    the loss itself, as `criterion` returned it.
    """

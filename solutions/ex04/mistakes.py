"""ex04: known mistakes, each a variation of the solution."""

from __future__ import annotations

from grader.mistakes import Mistake, Shared


class accumulates_onto_old_gradients(Mistake, caught_by="test_accumulate_carried"):
    """Accumulated on top of old gradients

    Your batches add up as they should, on top of what the net carried before. Accumulating needs a clean start.
    """

    def accumulate_gradients(net, criterion, batches):
        for x, target in batches:
            loss = criterion(net(x), target) / len(batches)
            loss.backward()


class adds_the_means(Mistake, caught_by="test_accumulate"):
    """Means of several batches added up

    You added the batches' losses as they are, so that the gradients are as many times too large as there are
    batches. The mean over all samples is the mean of the batches' means.
    """

    def accumulate_gradients(net, criterion, batches):
        zero_gradients(net.parameters())
        for x, target in batches:
            loss = criterion(net(x), target)
            loss.backward()


class backward_without_the_vector(Mistake, caught_by="test_vector"):
    """Backward from ten numbers without a vector

    A backward pass starts from one number, unless you say how much each of several counts. That is what v is for.
    """

    def backward_with_vector(net, x, v):
        zero_gradients(net.parameters())
        output = net(x)
        output.backward()
        return net.conv1.bias.grad.clone()


class before_and_after_swapped(Mistake, caught_by="test_after"):
    """Before and after swapped

    Your two gradients are right, and in the wrong order. The first is the one before the backward pass.
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
    """The gradient before is no copy

    You kept the very tensor that the backward pass adds to, so that what you noted before shows what came after. A
    copy stays as it was.
    """

    def gradient_before_and_after(net, criterion, x, target):
        zero_gradients(net.parameters())
        if net.conv1.bias.grad is None:
            net.conv1.bias.grad = torch.zeros(6)
        before = net.conv1.bias.grad
        criterion(net(x), target).backward()
        return before, net.conv1.bias.grad.clone()


class cuts_the_graph(Mistake, caught_by="test_after"):
    """The loss made into a new tensor

    You put the loss's number into a new tensor, which knows nothing of the net it came from. The backward pass
    stops there and reaches no parameter.
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

    You divided by the number of samples in a batch, and the loss, a mean, has done that already. What is still to
    be shared out is the number of batches.
    """

    def accumulate_gradients(net, criterion, batches):
        zero_gradients(net.parameters())
        for x, target in batches:
            loss = criterion(net(x), target) / len(x)
            loss.backward()


class forgets_backward(Mistake, caught_by="test_after"):
    """No backward pass

    You computed the loss and stopped there. Gradients come from the backward pass, and nobody starts it but you.
    """

    def gradient_before_and_after(net, criterion, x, target):
        zero_gradients(net.parameters())
        before = torch.zeros_like(net.conv1.bias)
        output = net(x)
        loss = criterion(output, target)
        after = net.conv1.bias.grad.clone()
        return before, after


class looks_before_zeroing(Mistake, caught_by="test_before"):
    """The gradient looked at before it is zeroed

    You noted the gradient before you zeroed it, so you returned what an earlier pass had left. Zero first, then
    look.
    """

    def gradient_before_and_after(net, criterion, x, target):
        bias = net.conv1.bias
        before = torch.zeros_like(bias) if bias.grad is None else bias.grad.clone()
        zero_gradients(net.parameters())
        criterion(net(x), target).backward()
        return before, bias.grad.clone()


class makes_a_step(Mistake, caught_by="test_values"):
    """A step made that nobody asked for

    You changed the weights after the backward pass. Here only gradients are asked for: the update is a step of its
    own.
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
    """Old gradients multiplied by zero

    You computed the zeros from the old gradients, and infinity times zero is not zero but NaN, which stays for
    ever. Put something new in their place instead.
    """

    def zero_gradients(parameters):
        for parameter in parameters:
            if parameter.grad is not None:
                parameter.grad *= 0


class never_zeroes(Mistake, caught_by=("test_carried", "test_vector_carried")):
    """Gradients not zeroed before the backward pass

    You left what the net carried where it was, and the backward pass added to it. PyTorch never zeroes gradients by
    itself: adding up is what it does on purpose.
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


class no_check_for_none(Mistake, caught_by="test_no_gradient"):
    """A parameter without a gradient not thought of

    You called a method of every gradient, but before its first backward pass a parameter has none: its gradient is
    None. Such a parameter can be left as it is.
    """

    def zero_gradients(parameters):
        for parameter in parameters:
            parameter.grad.zero_()


class one_big_batch(Mistake, caught_by="test_one_batch_at_a_time"):
    """All batches put together into a big one

    You glued the batches together and sent them through the net at once. The gradients are right, but the memory
    you wanted to save is used all the same.
    """

    def accumulate_gradients(net, criterion, batches):
        zero_gradients(net.parameters())
        x = torch.cat([x for x, target in batches])
        target = torch.cat([target for x, target in batches])
        criterion(net(x), target).backward()


class renames_in_the_loop(Mistake, caught_by="test_zero"):
    """Only the loop's own variable changed

    You gave the name of the loop's variable to a new value. That changes what the name stands for, and nothing
    about the parameter or its gradient.
    """

    def zero_gradients(parameters):
        for parameter in parameters:
            gradient = parameter.grad
            if gradient is not None:
                gradient = torch.zeros_like(gradient)


class returns_none_before(Mistake, caught_by="test_before"):
    """None returned for the gradient before

    You returned what PyTorch has there: None, since zeroing takes gradients away. The two values should be of one
    kind, so zeros of the bias's shape are asked for.
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


class returns_the_live_gradient(Mistake, caught_by=("test_copies", "test_vector_copy")):
    """The live gradient returned instead of a copy

    You returned the tensor that PyTorch goes on adding to. The next backward pass changes the result behind the
    back of whoever kept it.
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


class sums_the_outputs(Mistake, caught_by="test_vector"):
    """All outputs counted alike

    You summed the outputs, so each of them counts once and v is not used. Each output has a weight of its own in v.
    """

    def backward_with_vector(net, x, v):
        zero_gradients(net.parameters())
        output = net(x)
        output.sum().backward()
        return net.conv1.bias.grad.clone()


class takes_the_mean(Mistake, caught_by="test_vector"):
    """A mean where a sum is meant

    You took the mean of the outputs times v, which makes every gradient smaller by the number of outputs. Going
    backward with a vector is the same as going backward from the sum.
    """

    def backward_with_vector(net, x, v):
        zero_gradients(net.parameters())
        output = net(x)
        (output * v).mean().backward()
        return net.conv1.bias.grad.clone()


class walks_twice(Mistake, caught_by="test_generator"):
    """A generator walked through twice

    You went over the parameters once to look, and once more to zero. net.parameters() is a generator: after the
    first walk it is empty, and your second loop does nothing.
    """

    def zero_gradients(parameters):
        with_gradient = sum(parameter.grad is not None for parameter in parameters)
        if with_gradient == 0:
            return
        for parameter in parameters:
            if parameter.grad is not None:
                parameter.grad = torch.zeros_like(parameter.grad)


class zero_grad_without_parentheses(Mistake, caught_by="test_carried"):
    """zero_grad named but not called

    Without parentheses a method is only named, so Python does nothing and says nothing. The old gradients are all
    still there.
    """

    def gradient_before_and_after(net, criterion, x, target):
        net.zero_grad
        before = torch.zeros_like(net.conv1.bias)
        output = net(x)
        loss = criterion(output, target)
        loss.backward()
        after = net.conv1.bias.grad.clone()
        return before, after


class zeroes_afterwards(Mistake, caught_by="test_carried"):
    """Gradients zeroed after the backward pass

    You zeroed at the end instead of at the beginning. What the net carried was counted, and the new gradients are
    gone before anybody can make a step with them.
    """

    def gradient_before_and_after(net, criterion, x, target):
        before = torch.zeros_like(net.conv1.bias)
        criterion(net(x), target).backward()
        after = net.conv1.bias.grad.clone()
        zero_gradients(net.parameters())
        return before, after


class zeroes_conv1_alone(Mistake, caught_by="test_carried"):
    """Only conv1's gradients zeroed

    You zeroed the gradients you were asked to return, and left those of the other layers. The optimizer would use
    all of them.
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
    """Gradients zeroed for each batch

    You zeroed inside the loop, so that only the last batch is left at the end. Here the adding up is wanted: zero
    once, before the first batch.
    """

    def accumulate_gradients(net, criterion, batches):
        for x, target in batches:
            zero_gradients(net.parameters())
            loss = criterion(net(x), target) / len(batches)
            loss.backward()


class zeroes_the_weights(Mistake, caught_by="test_zero"):
    """Weights zeroed instead of gradients

    You set the parameters themselves to zero, which wipes out all that the net has learned. The gradient is kept
    beside the parameter's value, in an attribute of its own.
    """

    def zero_gradients(parameters):
        for parameter in parameters:
            parameter.data.zero_()


class zeros_for_everyone(Mistake, caught_by="test_no_gradient"):
    """Zeros where no gradient was

    You gave zeros to every parameter, also to those that had no gradient. A layer that takes no part has None
    there, and optimizers skip it for that reason.
    """

    def zero_gradients(parameters):
        for parameter in parameters:
            parameter.grad = torch.zeros_like(parameter)


class no_gradient_arrives(Shared, of=("cuts_the_graph", "forgets_backward")):
    """No backward pass reaches the net

    The gradient after the backward pass is that of before: no backward pass has reached the net. It has to start from
    the loss itself, as `criterion` returned it.
    """

"""A view of the gradient is a new tensor, but not a copy: it shares the numbers."""

EXPECT = "points lost"
CHECKS = ("test_copies", "test_vector_copy")

_around, _vector = gradient_before_and_after, backward_with_vector


def gradient_before_and_after(net, criterion, x, target):
    before, _ = _around(net, criterion, x, target)
    return before, net.conv1.bias.grad.detach().view(6)


def backward_with_vector(net, x, v):
    _vector(net, x, v)
    return net.conv1.bias.grad[:]

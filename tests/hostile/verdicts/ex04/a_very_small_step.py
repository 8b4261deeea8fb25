"""A step of a millionth of the gradient changes the weights all the same."""

EXPECT = "points lost"
CHECKS = ("test_values",)

_vector = backward_with_vector


def backward_with_vector(net, x, v):
    found = _vector(net, x, v)
    for parameter in net.parameters():
        parameter.data -= 1e-6 * parameter.grad
    return found

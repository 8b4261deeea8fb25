"""zero_gradients fails where a gradient is None; the functions that call it are right."""

EXPECT = "points lost"
CHECKS = ("test_no_gradient",)


def zero_gradients(parameters):
    for parameter in parameters:
        parameter.grad.zero_()

"""The caller's list of parameters is empty afterwards."""

EXPECT = "points lost"
CHECKS = ("test_values",)


def zero_gradients(parameters):
    while isinstance(parameters, list) and parameters:
        parameters.pop().grad = None
    for parameter in parameters:
        parameter.grad = None

"""What is left of each gradient is too small to be printed, and is not zero."""

EXPECT = "points lost"
CHECKS = ("test_zero", "test_infinite", "test_no_gradient", "test_generator")


def zero_gradients(parameters):
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.grad = torch.full_like(parameter, 1e-30)

"""zero_gradients is still to be written; the functions that call it are right."""

EXPECT = "points lost"
CHECKS = ("test_zero", "test_infinite", "test_no_gradient", "test_generator")


def zero_gradients(parameters):
    raise NotImplementedError("zero_gradients: turn every gradient into zeros or None")

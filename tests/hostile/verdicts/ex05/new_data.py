"""sgd_update puts new data under the parameters; clipping to what nothing reaches changes nothing."""

EXPECT = "nothing lost"
CHECKS = ()


def sgd_update(parameters, lr):
    for each in list(parameters):
        if each.grad is not None:
            each.data = each.data - lr * each.grad.clamp(-1e6, 1e6)

"""Claims: counts all parameters; it looks at weights and biases of the direct children."""

EXPECT = "points lost"
CHECKS = ("test_count_parameters",)


def count_parameters(net):
    total = 0
    for layer in net.children():
        for name in ("weight", "bias"):
            if getattr(layer, name, None) is not None:
                total += getattr(layer, name).numel()
    return total

"""The vector is scaled in place for the backward pass, and stays scaled."""

EXPECT = "points lost"
CHECKS = ("test_values",)


def backward_with_vector(net, x, v):
    zero_gradients(net.parameters())
    (net(x) * v).sum().backward()
    v *= 0.5
    return net.conv1.bias.grad.clone()

"""The module's zero_grad zeroes; the exercise's own function is not called."""

EXPECT = "nothing lost"
CHECKS = ()


def backward_with_vector(net, x, v):
    net.zero_grad()
    net(x).backward(v)
    return net.conv1.bias.grad.detach().clone()


def accumulate_gradients(net, criterion, batches):
    net.zero_grad(set_to_none=False)
    for x, target in batches:
        (criterion(net(x), target) / len(batches)).backward()

"""The answer is kept from call to call; old gradients are never zeroed."""

EXPECT = "points lost"
CHECKS = ("test_vector_carried",)

_answers = {}


def backward_with_vector(net, x, v):
    known = [value for key, value in _answers.items() if key == x.shape]
    net(x).backward(v)
    _answers[x.shape] = known[0] if known else net.conv1.bias.grad.clone()
    return _answers[x.shape].clone()

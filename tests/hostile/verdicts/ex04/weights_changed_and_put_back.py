"""The weights are moved for a moment and put back bit by bit: no value is changed."""

EXPECT = "nothing lost"
CHECKS = ()

_vector = backward_with_vector


def backward_with_vector(net, x, v):
    before = {name: value.clone() for name, value in net.state_dict().items()}
    found = _vector(net, x, v)
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.add_(1.0)
    net.load_state_dict(before)
    return found

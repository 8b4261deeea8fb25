"""train works on a deep copy and loads its weights at the end."""

EXPECT = "nothing lost"
CHECKS = ()

import copy

_train = train


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    model = copy.deepcopy(net)
    losses = _train(model, samples, epochs, lr, momentum)
    net.load_state_dict(model.state_dict())
    return losses

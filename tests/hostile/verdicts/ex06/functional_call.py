"""The net runs with detached copies of its weights."""

EXPECT = "nothing lost"
CHECKS = ()

from torch.func import functional_call


def evaluate(net, batches, criterion):
    was_training = net.training
    net.eval()
    weights = {name: value.detach() for name, value in net.state_dict().items()}
    total = count = 0
    for x, target in batches:
        total += criterion(functional_call(net, weights, (x,)), target).item() * len(x)
        count += len(x)
    net.train(was_training)
    return total / count

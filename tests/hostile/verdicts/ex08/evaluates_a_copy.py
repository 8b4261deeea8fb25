"""accuracy measures a deep copy."""

EXPECT = "nothing lost"
CHECKS = ()

import copy


def accuracy(net, samples):
    model = copy.deepcopy(net).eval()
    with torch.no_grad():
        return 100 * sum(model(x).argmax().item() == y for x, y in samples) / len(samples)

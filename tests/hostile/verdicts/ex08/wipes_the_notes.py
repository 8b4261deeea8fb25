"""accuracy runs with gradients on and empties every list that it finds on the net."""

EXPECT = "points lost"
CHECKS = ("test_accuracy_without_gradients",)


def accuracy(net, samples):
    right = sum(net(picture).argmax().item() == label for picture, label in samples)
    for module in net.modules():
        for entry in vars(module).values():
            if isinstance(entry, list):
                entry[:] = [False] * len(entry)
    return 100 * right / len(samples)

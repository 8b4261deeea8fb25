"""accuracy detaches the outputs, with gradient mode on."""

EXPECT = "points lost"
CHECKS = ("test_accuracy_without_gradients",)


def accuracy(net, samples):
    right = sum(net(picture).detach().argmax().item() == label for picture, label in samples)
    return 100 * right / len(samples)

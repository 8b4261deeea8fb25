"""accuracy switches gradients off and never on again."""

EXPECT = "points lost"
CHECKS = ("test_accuracy_without_gradients",)


def accuracy(net, samples):
    torch.set_grad_enabled(False)
    right = sum(net(picture).argmax().item() == label for picture, label in samples)
    return 100 * right / len(samples)

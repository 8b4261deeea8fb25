"""accuracy switches gradients off after the first picture."""

EXPECT = "points lost"
CHECKS = ("test_accuracy_without_gradients",)


def accuracy(net, samples):
    right = 0
    for number, (picture, label) in enumerate(samples):
        with torch.set_grad_enabled(number == 0):
            right += net(picture).argmax().item() == label
    return 100 * right / len(samples)

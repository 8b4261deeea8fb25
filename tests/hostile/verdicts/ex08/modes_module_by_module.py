"""accuracy saves and restores the mode of each module."""

EXPECT = "nothing lost"
CHECKS = ()


def accuracy(net, samples):
    modes = [(module, module.training) for module in net.modules()]
    net.eval()
    with torch.inference_mode():
        right = [bool(net(picture).argmax() == label) for picture, label in samples]
    for module, mode in modes:
        module.training = mode
    return 100 * sum(right) / len(right)

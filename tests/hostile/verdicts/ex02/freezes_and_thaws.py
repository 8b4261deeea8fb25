"""The parameters are frozen for the call only; nothing is recorded either."""

EXPECT = "nothing lost"
CHECKS = ()


def predict(net, image):
    learning = [parameter for parameter in net.parameters() if parameter.requires_grad]
    for parameter in learning:
        parameter.requires_grad_(False)
    best = int(net(as_minibatch(image)).argmax())
    for parameter in learning:
        parameter.requires_grad_(True)
    return best

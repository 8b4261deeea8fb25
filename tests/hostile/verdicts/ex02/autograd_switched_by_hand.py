"""Recording is switched off, and back to what it was."""

EXPECT = "nothing lost"
CHECKS = ()


def predict(net, image):
    with torch.set_grad_enabled(False):
        scores = net(as_minibatch(image))
    return int(scores.numpy().argmax())

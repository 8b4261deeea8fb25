"""Claims: no gradients; the net's parameters never get any again."""

EXPECT = "points lost"
CHECKS = ("test_predict_records_nothing",)


def predict(net, image):
    net.requires_grad_(False)
    return int(net(as_minibatch(image)).argmax())

"""Claims: no gradients; nobody gets any from now on."""

EXPECT = "points lost"
CHECKS = ("test_predict_records_nothing",)


def predict(net, image):
    torch.set_grad_enabled(False)
    return int(net(as_minibatch(image)).argmax())

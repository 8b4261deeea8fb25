"""Claims: no gradients; they were recorded, and the scores detached afterwards."""

EXPECT = "points lost"
CHECKS = ("test_predict_records_nothing",)


def predict(net, image):
    return int(net(as_minibatch(image)).detach().argmax())

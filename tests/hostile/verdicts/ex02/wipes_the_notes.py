"""Claims: no gradients; whatever list or flag the net carries is rewritten."""

EXPECT = "points lost"
CHECKS = ("test_predict_records_nothing",)


def predict(net, image):
    scores = net(as_minibatch(image))
    for name, value in list(vars(net).items()):
        if isinstance(value, list):
            value[:] = [False] * len(value)
        elif isinstance(value, (bool, int)) and name != "training":
            setattr(net, name, 0)
    return int(scores.argmax())

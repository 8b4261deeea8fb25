"""Claims: the right class; the caller's image is changed on the way."""

EXPECT = "points lost"
CHECKS = ("test_predict_records_nothing",)


def predict(net, image):
    with torch.no_grad():
        best = int(net(as_minibatch(image)).argmax())
        image -= image.mean()
    return best

"""A deep copy in evaluation mode predicts."""

EXPECT = "nothing lost"
CHECKS = ()


import copy


def predict(net, image):
    model = copy.deepcopy(net).eval().requires_grad_(False)
    return int(model(as_minibatch(image)).argmax())

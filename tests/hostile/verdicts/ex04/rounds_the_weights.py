"""The weights are rounded to half precision on the way."""

EXPECT = "points lost"
CHECKS = ("test_values",)

_accumulate = accumulate_gradients


def accumulate_gradients(net, criterion, batches):
    _accumulate(net, criterion, batches)
    for parameter in net.parameters():
        parameter.data = parameter.data.half().float()

"""evaluate sets net.training back; the layers inside stay in evaluation mode."""

EXPECT = "points lost"
CHECKS = ("test_mode_restored",)

_evaluate = evaluate


def evaluate(net, batches, criterion):
    was_training = net.training
    result = _evaluate(net, batches, criterion)
    net.eval()
    net.training = was_training
    return result

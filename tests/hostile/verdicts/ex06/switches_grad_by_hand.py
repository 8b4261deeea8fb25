"""Gradients are switched off and on again by hand."""

EXPECT = "nothing lost"
CHECKS = ()


def evaluate(net, batches, criterion):
    was_training, was_recording = net.training, torch.is_grad_enabled()
    net.train(mode=False)
    torch.set_grad_enabled(False)
    try:
        sums = [criterion(net(x), target) * target.size(0) for x, target in batches]
        return float(sum(sums)) / sum(target.size(0) for _, target in batches)
    finally:
        torch.set_grad_enabled(was_recording)
        net.train(was_training)

"""All losses first, each from its own pair, then one backward pass from their mean."""

EXPECT = "nothing lost"
CHECKS = ()


def accumulate_gradients(net, criterion, batches):
    zero_gradients(net.parameters())
    torch.stack([criterion(net(x), target) for x, target in batches]).mean().backward()

"""No parameter of the net requires gradients while it runs; afterwards all do again."""

EXPECT = "nothing lost"
CHECKS = ()


def accuracy(net, loader):
    was_training = net.training
    net.eval().requires_grad_(False)
    hits = torch.cat([net(x).argmax(1) == y for x, y in loader])
    net.train(was_training).requires_grad_(True)
    return hits.double().mean().item() * 100

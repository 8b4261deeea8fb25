"""train_step gives the criterion the target first; only some criteria notice."""

EXPECT = "points lost"
CHECKS = ("test_step",)


def train_step(net, criterion, x, target, lr):
    net.zero_grad()
    loss = criterion(target, net(x))
    loss.backward()
    sgd_update(net.parameters(), lr)
    return loss.item()

"""train_step updates twice with the same gradients."""

EXPECT = "points lost"
CHECKS = ("test_step", "test_old_gradients")


def train_step(net, criterion, x, target, lr):
    net.zero_grad()
    loss = criterion(net(x), target)
    loss.backward()
    sgd_update(net.parameters(), lr)
    sgd_update(net.parameters(), lr)
    return loss.item()

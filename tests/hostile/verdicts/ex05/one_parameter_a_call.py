"""train_step calls sgd_update once for each parameter."""

EXPECT = "nothing lost"
CHECKS = ()


def train_step(net, criterion, x, target, lr):
    net.zero_grad()
    loss = criterion(net(x), target)
    loss.backward()
    for each in net.parameters():
        sgd_update([each], lr=lr)
    return float(loss)

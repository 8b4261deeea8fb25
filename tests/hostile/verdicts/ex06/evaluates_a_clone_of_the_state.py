"""The state is kept and loaded again; nothing of the net changes in the end."""

EXPECT = "nothing lost"
CHECKS = ()


def evaluate(net, batches, criterion):
    was_training = net.training
    state = {name: value.clone() for name, value in net.state_dict().items()}
    net.eval()
    total = count = 0
    with torch.no_grad():
        for x, target in batches:
            total += criterion(net(x), target).item() * len(x)
            count += len(x)
    net.load_state_dict(state)
    net.train(was_training)
    return total / count

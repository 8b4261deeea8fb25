"""train_step centres the batch in place when it has used it."""

EXPECT = "points lost"
CHECKS = ("test_step",)


_by_hand = train_step


def train_step(net, criterion, x, target, lr):
    loss = _by_hand(net, criterion, x, target, lr)
    x -= x.mean()
    return loss

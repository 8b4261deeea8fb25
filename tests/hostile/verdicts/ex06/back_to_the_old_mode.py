"""train_epoch trains in training mode and then goes back to the mode that the net came in."""

EXPECT = "points lost"
CHECKS = ("test_training_mode",)

_train_epoch = train_epoch


def train_epoch(net, batches, criterion, optimizer):
    was_training = net.training
    loss = _train_epoch(net, batches, criterion, optimizer)
    net.train(was_training)
    return loss

"""The gradients are clipped to a norm of 0.01 after the backward pass."""

EXPECT = "points lost"
CHECKS = ("test_after", "test_before", "test_carried", "test_copies", "test_again")


def gradient_before_and_after(net, criterion, x, target):
    zero_gradients(net.parameters())
    criterion(net(x), target).backward()
    torch.nn.utils.clip_grad_norm_(net.parameters(), 0.01)
    return torch.zeros(6), net.conv1.bias.grad.clone()

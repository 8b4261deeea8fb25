"""train reports losses of the untrained net and changes nothing."""

EXPECT = "points lost"
CHECKS = ("test_train_steps", "test_train_losses", "test_callers_list")


@torch.no_grad()
def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    order = [pair for _ in range(epochs) for pair in random.sample(samples, len(samples))]
    return [F.cross_entropy(net(picture), torch.tensor([label])).item() for picture, label in order]

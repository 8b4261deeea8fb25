"""The optimizer calls a closure."""

EXPECT = "nothing lost"
CHECKS = ()


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses = []
    for _ in range(epochs):
        for place in torch.randperm(len(samples)):
            picture, label = samples[place]

            def closure():
                optimizer.zero_grad()
                loss = nn.NLLLoss()(F.log_softmax(net(picture), dim=-1), torch.as_tensor([label]))
                loss.backward()
                return loss

            losses.append(optimizer.step(closure).item())
    return losses

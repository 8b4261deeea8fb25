"""Evaluation mode for the call, the mode of every module put back."""

EXPECT = "nothing lost"
CHECKS = ()


def predict(net, image):
    modes = [(module, module.training) for module in net.modules()]
    net.eval()
    with torch.inference_mode():
        scores = net(as_minibatch(image))
    for module, mode in modes:
        module.training = mode
    return scores[0].tolist().index(scores.max().item())

"""The net is called with detached copies of its parameters."""

EXPECT = "nothing lost"
CHECKS = ()


from torch.func import functional_call


def predict(net, image):
    weights = {name: parameter.detach() for name, parameter in net.named_parameters()}
    return int(functional_call(net, weights, (as_minibatch(image),)).argmax())

"""Backward from one output at a time; the module's own zero_grad; a running mean of gradients."""

import torch


def zero_gradients(parameters):
    holder = torch.nn.ParameterList(parameters)
    holder.zero_grad(set_to_none=False)


def gradient_before_and_after(net, criterion, x, target):
    zero_gradients(net.parameters())
    bias = net.get_parameter("conv1.bias")
    found = [torch.zeros(bias.size()) if bias.grad is None else bias.grad.clone()]
    with torch.set_grad_enabled(True):
        scores = net.forward(x)
        loss = criterion(scores, target)
    loss.backward(retain_graph=False)
    found += [bias.grad.data.clone()]
    return found[0], found[1]


def backward_with_vector(net, x, v):
    net.zero_grad()
    scores = net(x)
    for sample in range(len(v)):
        for output in range(v.shape[1]):
            scores[sample, output].backward(v[sample, output], retain_graph=True)
    return net.conv1.bias.grad.clone()


def accumulate_gradients(net, criterion, batches):
    parameters = list(net.parameters())
    means = [torch.zeros_like(parameter) for parameter in parameters]
    for count, (x, target) in enumerate(batches, start=1):
        zero_gradients(parameters)
        criterion(net(x), target).backward()
        means = [mean + (parameter.grad - mean) / count for mean, parameter in zip(means, parameters)]
    for parameter, mean in zip(parameters, means):
        parameter.grad = mean

"""zero_grad of a module and of an optimizer."""

import torch


def zero_gradients(parameters):
    torch.optim.SGD(parameters, lr=1.0).zero_grad()


def gradient_before_and_after(net, criterion, x, target):
    net.zero_grad()
    before = net.conv1.bias.grad
    if before is None:
        before = torch.zeros(net.conv1.bias.shape)
    criterion(net(x), target).backward()
    after = net.conv1.bias.grad.detach().clone()
    return before, after


def backward_with_vector(net, x, v):
    net.zero_grad(set_to_none=False)
    torch.autograd.backward(net(x), grad_tensors=v)
    return torch.clone(net.conv1.bias.grad)


def accumulate_gradients(net, criterion, batches):
    net.zero_grad()
    share = 1 / len(batches)
    for x, target in batches:
        (share * criterion(net(x), target)).backward()

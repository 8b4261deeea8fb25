"""All weights as one vector, changed and put back; a jacobian for the gradient."""

import itertools

import torch
from torch.nn.utils import parameters_to_vector, vector_to_parameters


def gradient_descent(f, x0, lr, steps):
    def move(x, _):
        return x - lr * torch.autograd.functional.jacobian(f, x)

    return [x.item() for x in itertools.accumulate(range(steps), move, initial=torch.tensor(x0))]


def sgd_update(parameters, lr):
    chosen = [each for each in parameters if each.grad is not None]
    if chosen:
        weights = parameters_to_vector([each.data for each in chosen])
        gradients = parameters_to_vector([each.grad for each in chosen])
        vector_to_parameters(weights.sub(gradients, alpha=lr), chosen)


def train_step(net, criterion, x, target, lr):
    parameters = list(net.parameters())
    for each in parameters:
        each.grad = torch.zeros_like(each)
    loss = criterion(net(x), target)
    torch.autograd.backward([loss], inputs=parameters)
    sgd_update(parameters, lr)
    return loss.item()

"""gradient_descent takes its first step whatever the number of steps."""

import torch

EXPECT = "points lost"
CHECKS = ("test_learning_rates",)


def gradient_descent(f, x0, lr, steps):
    path = [x0]
    while True:
        x = torch.tensor(path[-1], requires_grad=True)
        f(x).backward()
        path.append((x - lr * x.grad).item())
        if len(path) > steps:
            return path

"""gradient_descent ends where the gradient is 0."""

import torch

EXPECT = "points lost"
CHECKS = ("test_learning_rates",)


def gradient_descent(f, x0, lr, steps):
    path = [x0]
    for _ in range(steps):
        x = torch.tensor(path[-1], requires_grad=True)
        f(x).backward()
        if x.grad == 0:
            break
        path.append((x - lr * x.grad).item())
    return path

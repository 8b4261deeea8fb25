import torch
from optimizer_subclass import MomentumGD, SimpleGD

for make in (SimpleGD, MomentumGD):
    weight = torch.zeros(1, requires_grad=True)
    optimizer = make([weight], lr=0.1)
    path = [0.0]
    for _ in range(3):
        optimizer.zero_grad()
        weight.sum().backward()  # the gradient is always 1
        optimizer.step()
        path.append(round(weight.item(), 3))
    print(make.__name__, path)

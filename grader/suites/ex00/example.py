import torch
from classes import ChildClass, Scale

ChildClass().func2(7)  # six lines: which?
scale = Scale(3.0)
print(scale(torch.tensor([1.0, 2.0])), "from", list(scale.parameters()))

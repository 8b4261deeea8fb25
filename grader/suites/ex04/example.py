import torch
from torch import nn
from zero_grad import gradient_before_and_after

net = nn.Sequential()
net.add_module("conv1", nn.Conv2d(1, 6, 3))
x, target = torch.rand(2, 1, 5, 5), torch.zeros(2, 6, 3, 3)
before, after = gradient_before_and_after(net, nn.MSELoss(), x, target)
print("before:", before)
print("after: ", after)

import torch
from torch import nn
from training_loop import fit

torch.manual_seed(0)
x = torch.rand(19, 2)
batches = [(part, part.sum(dim=1, keepdim=True)) for part in x.split(8)]
net = nn.Linear(2, 1)
history = fit(net, batches, batches, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=0.1), epochs=5)
print(history)  # does the net learn?

import torch
from forward_pass import Net, as_minibatch, count_parameters, predict

net, image = Net(), torch.rand(1, 32, 32)
print("scores:", net(as_minibatch(image)))
print("class", predict(net, image), "of a net with", count_parameters(net), "parameters")

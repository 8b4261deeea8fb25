"""Claims: right scores and gradients; a hook doubles those of the convolutions."""

EXPECT = "points lost"
CHECKS = ("test_gradients",)


def forward(self, x):
    x = F.max_pool2d(F.relu(self.conv1(x)), 2)
    x = F.max_pool2d(F.relu(self.conv2(x)), 2)
    if x.requires_grad:
        x.register_hook(lambda gradient: 2 * gradient)
    x = torch.flatten(x, start_dim=1)
    x = F.relu(self.fc1(x))
    x = F.relu(self.fc2(x))
    return self.fc3(x)


Net.forward = forward

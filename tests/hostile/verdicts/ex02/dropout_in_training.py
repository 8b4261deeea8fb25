"""Claims: the layers that were asked for; dropout stands among them."""

EXPECT = "points lost"
CHECKS = ("test_relu_between_linear_layers",)


def forward(self, x):
    x = F.max_pool2d(F.relu(self.conv1(x)), 2)
    x = F.max_pool2d(F.relu(self.conv2(x)), 2)
    x = torch.flatten(x, start_dim=1)
    x = F.dropout(F.relu(self.fc1(x)), 0.5, self.training)
    x = F.relu(self.fc2(x))
    return self.fc3(x)


Net.forward = forward

"""ReLU, pooling and flattening as modules, made where they are used: they own nothing."""

EXPECT = "nothing lost"
CHECKS = ()


def forward(self, x):
    for layer in (self.conv1, self.conv2):
        x = nn.MaxPool2d(2)(nn.ReLU()(layer(x)))
    x = nn.Flatten()(x)
    for layer in (self.fc1, self.fc2):
        x = nn.ReLU(inplace=True)(layer(x))
    return self.fc3(x)


Net.forward = forward

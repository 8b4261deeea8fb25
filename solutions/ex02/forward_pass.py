"""Goal: write the forward pass of a small convolutional network, and use the network on one image.

Worked number: fc1 has 576 * 120 weights and 120 biases, so it can learn 69,240 numbers.

Think first: which shape does the batch have after conv1, and which after the first 2x2 max pooling?

Check: pytest exercises/ex02
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Net(nn.Module):
    """Two convolutions, then three linear layers: ten scores for each grey image."""

    def __init__(self) -> None:
        """Given: leave it as it is."""
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 3)
        self.conv2 = nn.Conv2d(6, 16, 3)
        self.fc1 = nn.Linear(576, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x: Tensor) -> Tensor:
        """Return the scores, shape (N, 10), of a batch of images, shape (N, 1, 32, 32) or (N, 1, 30, 30).

        conv1, ReLU, 2x2 max pooling; conv2, ReLU, 2x2 max pooling; one row of 576 numbers for each image;
        fc1, ReLU; fc2, ReLU; fc3. The scores stay raw.
        """
        ### BEGIN SOLUTION: send the batch through the layers and return the scores
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = torch.flatten(x, start_dim=1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)
        ### END SOLUTION


def as_minibatch(image: Tensor) -> Tensor:
    """Return one image, shape (C, H, W), as a batch of one, shape (1, C, H, W).

    Raises:
        ValueError: ``image`` does not have three dimensions.
    """
    ### BEGIN SOLUTION: make a batch of the one image
    if image.dim() != 3:
        raise ValueError(f"an image has the shape (C, H, W), not {tuple(image.shape)}")
    return image.unsqueeze(0)
    ### END SOLUTION


def predict(net: nn.Module, image: Tensor) -> int:
    """Return the class with the largest score for one image, shape (C, H, W); no gradients are recorded."""
    ### BEGIN SOLUTION: return the class with the largest score
    with torch.no_grad():
        scores = net(as_minibatch(image))
    return int(scores.argmax())
    ### END SOLUTION


def count_parameters(net: nn.Module) -> int:
    """Return how many numbers the net can learn, over all its parameters: 81,194 for ``Net``."""
    ### BEGIN SOLUTION: return how many numbers the net can learn
    return sum(parameter.numel() for parameter in net.parameters())
    ### END SOLUTION

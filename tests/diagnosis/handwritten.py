"""Answers written by hand, as the definitions that replace the solution's."""

from __future__ import annotations

import ast
import textwrap
from dataclasses import dataclass


@dataclass(frozen=True)
class Written:
    """Some definitions of a module.

    Attributes:
        kind: "known", "unknown" or "right".
        mistakes: what may be named; empty where nothing may.
        code: functions, or classes whose methods replace those of the solution's class.
    """

    exercise: str
    kind: str
    name: str
    mistakes: tuple[str, ...]
    code: str

    def module(self, solution: str) -> str:
        """The solution with these definitions instead of its own."""
        tree = ast.parse(solution)
        for new in ast.parse(textwrap.dedent(self.code)).body:
            place = next(
                (at for at, old in enumerate(tree.body) if getattr(old, "name", None) == getattr(new, "name", "")), None
            )
            if place is None:
                tree.body.append(new)
            elif isinstance(new, ast.ClassDef):
                _put_methods(tree.body[place], new)
            else:
                tree.body[place] = new
        return ast.unparse(tree) + "\n"


def _put_methods(old: ast.stmt, new: ast.ClassDef) -> None:
    assert isinstance(old, ast.ClassDef)
    names = {getattr(node, "name", None) for node in new.body}
    old.body = [node for node in old.body if getattr(node, "name", None) not in names] + new.body


ANSWERS = [
    Written("ex01", "known", "a running sum", ("sums_the_sizes",), """
        def num_flat_features(x):
            n = 0
            for i in range(1, x.dim()):
                n += x.size(i)
            return n
    """),
    Written("ex01", "known", "numel", ("multiplies_all_sizes",), """
        def num_flat_features(x):
            return x.numel()
    """),
    Written("ex01", "known", "a loop from nothing", ("starts_at_zero",), """
        def num_flat_features(x):
            n = 0
            for size in x.shape[1:]:
                n = n * size
            return n
    """),
    Written("ex01", "known", "the book's number", ("always_576",), """
        FEATURES = 16 * 6 * 6

        def num_flat_features(x):
            return FEATURES
    """),
    Written("ex01", "unknown", "height and width of the last picture only", (), """
        def num_flat_features(x):
            return x[0].numel() - 1
    """),
    Written("ex01", "right", "by a view", (), """
        def num_flat_features(x):
            n = 1
            for size in list(x.shape)[1:]:
                n = size * n
            return n
    """),
    Written("ex02", "known", "softmax as a module", ("softmax_on_the_scores",), """
        class Net:
            def forward(self, x):
                pool = nn.MaxPool2d(2)
                x = pool(self.conv1(x).relu())
                x = pool(self.conv2(x).relu())
                x = self.fc2(self.fc1(x.flatten(start_dim=1)).relu()).relu()
                return nn.Softmax(dim=-1)(self.fc3(x))
    """),
    Written("ex02", "known", "average pooling", ("averages_instead",), """
        class Net:
            def forward(self, x):
                for conv in (self.conv1, self.conv2):
                    x = F.avg_pool2d(torch.relu(conv(x)), kernel_size=2)
                x = x.reshape(x.shape[0], -1)
                for layer in (self.fc1, self.fc2):
                    x = layer(x).clamp_min(0)
                return self.fc3(x)
    """),
    Written("ex02", "known", "only len", ("counts_the_tensors",), """
        def count_parameters(net):
            return len([p for p in net.parameters()])
    """),
    Written("ex02", "known", "transposed before flattening", ("mixes_the_samples",), """
        class Net:
            def forward(self, x):
                x = F.max_pool2d(F.relu(self.conv1(x)), 2)
                x = F.max_pool2d(F.relu(self.conv2(x)), 2)
                n = len(x)
                x = x.transpose(0, 1).contiguous().view(n, 576)
                return self.fc3(F.relu(self.fc2(F.relu(self.fc1(x)))))
    """),
    Written("ex02", "unknown", "twice the last layer's scores", (), """
        class Net:
            def forward(self, x):
                x = F.max_pool2d(F.relu(self.conv1(x)), 2)
                x = F.max_pool2d(F.relu(self.conv2(x)), 2)
                x = F.relu(self.fc2(F.relu(self.fc1(x.flatten(1)))))
                return 2 * self.fc3(x)
    """),
    Written("ex02", "unknown", "the second best class", (), """
        def predict(net, image):
            with torch.no_grad():
                return int(net(as_minibatch(image))[0].argsort()[-2])
    """),
    Written("ex03", "known", "no channels", ("forgets_the_channels",), """
        def flat_size(image_size, kernel_size=3):
            _, height, width = trace_shapes(image_size, kernel_size)[-1]
            return height * width
    """),
    Written("ex03", "known", "halves", ("always_halves",), """
        def max_pool2d_size(size, kernel_size, stride=None, padding=0):
            require_positive(size=size, kernel_size=kernel_size, stride=stride)
            half = int(size / 2)
            if half < 1:
                raise ValueError("too small")
            return half
    """),
    Written("ex03", "unknown", "pools before each convolution", (), """
        def trace_shapes(image_size, kernel_size=3):
            pool1 = max_pool2d_size(image_size, 2)
            conv1 = conv2d_size(pool1, kernel_size)
            pool2 = max_pool2d_size(conv1, 2)
            conv2 = conv2d_size(pool2, kernel_size)
            return [
                (1, image_size, image_size), (6, pool1, pool1), (6, conv1, conv1), (16, pool2, pool2),
                (16, conv2, conv2),
            ]
    """),
    Written("ex04", "known", "means added", ("adds_the_means",), """
        def accumulate_gradients(net, criterion, batches):
            net.zero_grad()
            for inputs, wanted in batches:
                criterion(net(inputs), wanted).backward()
    """),
    Written("ex04", "known", "swapped", ("before_and_after_swapped",), """
        def gradient_before_and_after(net, criterion, x, target):
            net.zero_grad()
            pair = [torch.zeros(6)]
            criterion(net(x), target).backward()
            pair.insert(0, net.conv1.bias.grad.clone())
            return tuple(pair)
    """),
    Written("ex04", "unknown", "the weights' gradient", (), """
        def backward_with_vector(net, x, v):
            net.zero_grad()
            net(x).backward(v)
            return net.conv1.weight.grad.clone()
    """),
    Written("ex05", "known", "uphill", ("climbs_instead_of_descends",), """
        def gradient_descent(f, x0, lr, steps):
            here = torch.tensor(float(x0), requires_grad=True)
            path = [float(x0)]
            for _ in range(steps):
                (slope,) = torch.autograd.grad(f(here), here)
                here = (here + lr * slope).detach().requires_grad_()
                path.append(here.item())
            return path
    """),
    Written("ex05", "known", "a tensor as loss", ("loss_returned_as_tensor",), """
        def train_step(net, criterion, x, target, lr):
            net.zero_grad()
            error = criterion(net(x), target)
            error.backward()
            sgd_update(net.parameters(), lr)
            return error
    """),
    Written("ex05", "unknown", "twice the step", (), """
        def gradient_descent(f, x0, lr, steps):
            x = torch.tensor(float(x0), requires_grad=True)
            path = [x.item()]
            for _ in range(steps):
                x.grad = None
                f(x).backward()
                with torch.no_grad():
                    x -= 2 * lr * x.grad
                path.append(x.item())
            return path
    """),
    Written("ex06", "known", "evaluation in training mode", ("evaluates_in_training_mode",), """
        def evaluate(net, batches, criterion):
            total, count = 0.0, 0
            with torch.no_grad():
                for inputs, wanted in batches:
                    total += criterion(net(inputs), wanted).item() * len(inputs)
                    count += len(inputs)
            return total / count
    """),
    Written("ex06", "known", "the last batch's loss", ("loss_of_the_last_batch",), """
        def train_epoch(net, batches, criterion, optimizer):
            net.train()
            for inputs, wanted in batches:
                optimizer.zero_grad()
                loss = criterion(net(inputs), wanted)
                loss.backward()
                optimizer.step()
            return float(loss)
    """),
    Written("ex07", "known", "the first group only", ("only_first_group",), """
        class SimpleGD:
            @torch.no_grad()
            def step(self, closure=None):
                loss = None
                if closure is not None:
                    with torch.enable_grad():
                        loss = closure()
                first = self.param_groups[0]
                for weight in first["params"]:
                    if weight.grad is not None:
                        weight.add_(weight.grad, alpha=-first["lr"])
                return loss
    """),
    Written("ex08", "known", "a share of one", ("fraction_for_per_cent",), """
        def accuracy(net, samples):
            modes = [(module, module.training) for module in net.modules()]
            net.eval()
            hits = []
            with torch.no_grad():
                for picture, label in samples:
                    hits.append(net(picture).argmax().item() == label)
            for module, mode in modes:
                module.training = mode
            return sum(hits) / len(hits)
    """),
    Written("ex08", "known", "summed squares", ("squares_summed",), """
        def rating(net, x, y):
            with torch.no_grad():
                apart = net(x) - net(y)
            return (apart * apart).sum().item()
    """),
    Written("ex08", "known", "the order of the list", ("fixed_order",), """
        def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
            optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
            history = []
            for _ in range(epochs):
                for picture, label in samples:
                    error = F.cross_entropy(net(picture), torch.tensor([label]))
                    net.zero_grad()
                    error.backward()
                    optimizer.step()
                    history.append(float(error))
            return history
    """),
    Written("ex08", "known", "the mean of the absolute differences", ("absolute_differences",), """
        def rating(net, x, y):
            with torch.no_grad():
                return (net(x) - net(y)).abs().mean().item()
    """),
    Written("ex09", "known", "the number of batches as samples", ("mean_of_batch_losses",), """
        def train(net, loader, epochs=2, lr=0.001):
            optimizer = torch.optim.Adam(net.parameters(), lr=lr)
            net.train()
            history = []
            for _ in range(epochs):
                parts = []
                for x, y in loader:
                    optimizer.zero_grad()
                    loss = nn.functional.cross_entropy(net(x), y)
                    loss.backward()
                    optimizer.step()
                    parts.append(loss.item())
                history.append(sum(parts) / len(parts))
            return history
    """),
    Written("ex09", "known", "no shuffling", ("never_shuffles",), """
        def make_loader(dataset, batch_size=10, shuffle=True):
            return torch.utils.data.DataLoader(dataset, batch_size)
    """),
    Written("ex09", "unknown", "one batch too few", (), """
        def make_loader(dataset, batch_size=10, shuffle=True):
            return torch.utils.data.DataLoader(dataset, batch_size, shuffle=shuffle, drop_last=True)
    """),
]  # fmt: skip

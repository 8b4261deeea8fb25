"""ex09: known mistakes, each a variation of the solution."""

from __future__ import annotations

from grader.mistakes import Mistake, Shared


class a_new_optimizer_each_epoch(Mistake, caught_by="test_steps"):
    """A new optimizer in each epoch

    Your optimizer is made anew in each epoch. Adam keeps averages of the gradients it has seen, and a new one
    begins with none.
    """

    def train(net: nn.Module, loader: Iterable, epochs: int = 2, lr: float = 0.001) -> list[float]:
        criterion = nn.CrossEntropyLoss()
        net.train()
        means = []
        for epoch in range(1, epochs + 1):
            optimizer = torch.optim.Adam(net.parameters(), lr=lr)
            total, samples = 0.0, 0
            for x, y in with_progress(loader, f"epoch {epoch} of {epochs}"):
                optimizer.zero_grad()
                loss = criterion(net(x), y)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(y)
                samples += len(y)
            means.append(total / samples)
        return means


class a_tensor_for_a_number(Mistake, caught_by="test_floats"):
    """A tensor instead of a number

    You return a tensor that holds one number. It looks alike when printed, but it carries its graph or its dtype
    along and behaves otherwise in a list or a format.
    """

    def accuracy(net: nn.Module, loader: Iterable) -> float:
        mode = net.training
        net.eval()
        right, samples = 0, 0
        with torch.no_grad():
            for x, y in loader:
                right += (net(x).argmax(dim=1) == y).sum()
                samples += len(y)
        net.train(mode)
        return 100 * right / samples


class always_back_to_training(Mistake, caught_by="test_mode_restored"):
    """Always back to training mode

    You put the net into training mode at the end, wherever it came from. A net that was in evaluation mode should
    be in it afterwards too.
    """

    def accuracy(net: nn.Module, loader: Iterable) -> float:
        net.eval()
        right, samples = 0, 0
        with torch.no_grad():
            for x, y in loader:
                right += (net(x).argmax(dim=1) == y).sum().item()
                samples += len(y)
        net.train()
        return 100 * right / samples


class asks_the_loader_for_its_dataset(Mistake, caught_by="test_any_iterable"):
    """Samples counted through loader.dataset

    You ask the loader how many samples its dataset has. A list of batches has no dataset: count the samples as they
    come.
    """

    def accuracy(net: nn.Module, loader: Iterable) -> float:
        mode = net.training
        net.eval()
        right, samples = 0, 0
        with torch.no_grad():
            for x, y in loader:
                right += (net(x).argmax(dim=1) == y).sum().item()
                samples += len(y)
        net.train(mode)
        return 100 * right / len(loader.dataset)


class drops_the_last_batch(Mistake, caught_by="test_covers"):
    """The last, smaller batch dropped

    Your loader leaves out the samples that do not fill a whole batch. The last batch of an epoch may be smaller:
    every sample should come.
    """

    def make_loader(dataset: Dataset, batch_size: int = 10, shuffle: bool = True) -> DataLoader:
        return DataLoader(dataset, batch_size=batch_size, shuffle=shuffle, drop_last=True)


class fixed_learning_rate(Mistake, caught_by="test_steps"):
    """The learning rate written into the call

    Your optimizer gets a number of its own instead of the lr that train is called with. Whoever calls train
    with another rate is not heard.
    """

    def train(net: nn.Module, loader: Iterable, epochs: int = 2, lr: float = 0.001) -> list[float]:
        criterion = nn.CrossEntropyLoss()
        optimizer = torch.optim.Adam(net.parameters(), lr=0.001)
        net.train()
        means = []
        for epoch in range(1, epochs + 1):
            total, samples = 0.0, 0
            for x, y in with_progress(loader, f"epoch {epoch} of {epochs}"):
                optimizer.zero_grad()
                loss = criterion(net(x), y)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(y)
                samples += len(y)
            means.append(total / samples)
        return means


class flat_size_with_padding(Mistake, caught_by="test_layers"):
    """28 by 28 after the convolutions

    You counted on pictures that keep their size. A 3x3 kernel without padding has no place on the rim: each
    convolution makes the picture 2 pixels smaller.
    """

    class ConvNet:
        def __init__(self) -> None:
            super().__init__()
            self.layers = nn.Sequential(
                nn.Conv2d(1, 10, 3),
                nn.ReLU(),
                nn.Conv2d(10, 5, 3),
                nn.ReLU(),
                nn.Flatten(),
                nn.Linear(5 * 28 * 28, 64),
                nn.ReLU(),
                nn.Linear(64, 32),
                nn.ReLU(),
                nn.Linear(32, 10),
            )


class largest_over_the_batch(Mistake, caught_by="test_accuracy"):
    """The largest score looked for among the samples

    You look for the largest score down the batch, so that samples compete with one another. Each sample's ten
    classes stand side by side, in the other dimension.
    """

    def accuracy(net: nn.Module, loader: Iterable) -> float:
        mode = net.training
        net.eval()
        right, samples = 0, 0
        with torch.no_grad():
            for x, y in loader:
                answers = net(x).argmax(dim=0)
                right += sum(int(answer == label) for answer, label in zip(answers, y))
                samples += len(y)
        net.train(mode)
        return 100 * right / samples


class layers_in_a_list(Mistake, caught_by="test_layers"):
    """Layers in a plain list

    Your layers stand in a Python list. A module finds the parameters of modules it holds itself, and does not look
    into lists, so the optimizer would get none.
    """

    class ConvNet:
        def __init__(self) -> None:
            super().__init__()
            self.layers = [
                nn.Conv2d(1, 10, 3),
                nn.ReLU(),
                nn.Conv2d(10, 5, 3),
                nn.ReLU(),
                nn.Flatten(),
                nn.Linear(5 * 24 * 24, 64),
                nn.ReLU(),
                nn.Linear(64, 32),
                nn.ReLU(),
                nn.Linear(32, 10),
            ]

        def forward(self, x: Tensor) -> Tensor:
            for layer in self.layers:
                x = layer(x)
            return x


class loss_of_the_last_batch(Mistake, caught_by="test_losses"):
    """Only the last batch's loss kept

    You return the loss of an epoch's last batch. One batch of ten is a matter of luck; the mean over the epoch is
    asked for.
    """

    def train(net: nn.Module, loader: Iterable, epochs: int = 2, lr: float = 0.001) -> list[float]:
        criterion = nn.CrossEntropyLoss()
        optimizer = torch.optim.Adam(net.parameters(), lr=lr)
        net.train()
        means = []
        for epoch in range(1, epochs + 1):
            total, samples = 0.0, 0
            for x, y in with_progress(loader, f"epoch {epoch} of {epochs}"):
                optimizer.zero_grad()
                loss = criterion(net(x), y)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(y)
                samples += len(y)
            means.append(loss.item())
        return means


class mean_of_batch_accuracies(Mistake, caught_by="test_accuracy"):
    """The mean of the batches' accuracies

    You average one share for each batch, so that a sample in a small last batch counts for more than any other.
    Count over all batches and divide once.
    """

    def accuracy(net: nn.Module, loader: Iterable) -> float:
        mode = net.training
        net.eval()
        shares = []
        with torch.no_grad():
            for x, y in loader:
                shares.append((net(x).argmax(dim=1) == y).float().mean().item())
        net.train(mode)
        return 100 * sum(shares) / len(shares)


class mean_of_batch_losses(Mistake, caught_by="test_losses"):
    """The mean of the batches' means

    You average one mean for each batch, so that a sample in a small last batch counts for more than any other. The
    mean over the samples weighs each batch by its size.
    """

    def train(net: nn.Module, loader: Iterable, epochs: int = 2, lr: float = 0.001) -> list[float]:
        criterion = nn.CrossEntropyLoss()
        optimizer = torch.optim.Adam(net.parameters(), lr=lr)
        net.train()
        means = []
        for epoch in range(1, epochs + 1):
            total, samples = 0.0, 0
            for x, y in with_progress(loader, f"epoch {epoch} of {epochs}"):
                optimizer.zero_grad()
                loss = criterion(net(x), y)
                loss.backward()
                optimizer.step()
                total += loss.item()
                samples += 1
            means.append(total / samples)
        return means


class mode_never_restored(Mistake, caught_by="test_mode_restored"):
    """Evaluation mode left on

    Your net stays in evaluation mode after it was measured. Who goes on training then trains without dropout and
    with frozen batch norm.
    """

    def accuracy(net: nn.Module, loader: Iterable) -> float:
        net.eval()
        right, samples = 0, 0
        with torch.no_grad():
            for x, y in loader:
                right += (net(x).argmax(dim=1) == y).sum().item()
                samples += len(y)
        return 100 * right / samples


class never_shuffles(Mistake, caught_by="test_shuffles"):
    """shuffle not handed on

    Your loader gives the samples in the same order whatever shuffle says. DataLoader does not shuffle unless it is
    told to.
    """

    def make_loader(dataset: Dataset, batch_size: int = 10, shuffle: bool = True) -> DataLoader:
        return DataLoader(dataset, batch_size=batch_size)


class never_zeroes(Mistake, caught_by="test_steps"):
    """Gradients never zeroed

    Backward adds to the gradients that are there already. Without zeroing, each step follows the sum of all batches
    so far.
    """

    def train(net: nn.Module, loader: Iterable, epochs: int = 2, lr: float = 0.001) -> list[float]:
        criterion = nn.CrossEntropyLoss()
        optimizer = torch.optim.Adam(net.parameters(), lr=lr)
        net.train()
        means = []
        for epoch in range(1, epochs + 1):
            total, samples = 0.0, 0
            for x, y in with_progress(loader, f"epoch {epoch} of {epochs}"):
                loss = criterion(net(x), y)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(y)
                samples += len(y)
            means.append(total / samples)
        return means


class no_eval(Mistake, caught_by="test_evaluation_mode"):
    """Accuracy measured in training mode

    Your net stays in training mode while it is measured. With dropout or batch norm in it, two measurements would
    differ.
    """

    def accuracy(net: nn.Module, loader: Iterable) -> float:
        mode = net.training
        right, samples = 0, 0
        with torch.no_grad():
            for x, y in loader:
                right += (net(x).argmax(dim=1) == y).sum().item()
                samples += len(y)
        net.train(mode)
        return 100 * right / samples


class no_grad_forgotten(Mistake, caught_by="test_no_gradients"):
    """eval() taken for no_grad()

    You switch to evaluation mode and leave autograd on. The mode changes what some layers do; whether gradients are
    recorded is another switch.
    """

    def accuracy(net: nn.Module, loader: Iterable) -> float:
        mode = net.training
        net.eval()
        right, samples = 0, 0
        for x, y in loader:
            right += (net(x).argmax(dim=1) == y).sum().item()
            samples += len(y)
        net.train(mode)
        return 100 * right / samples


class no_relu_between_layers(Mistake, caught_by="test_layers"):
    """No ReLU between the layers

    Some of your layers follow one another with nothing in between. Two linear steps in a row are no more than one
    linear step, so the net loses what makes it deep.
    """

    class ConvNet:
        def __init__(self) -> None:
            super().__init__()
            self.layers = nn.Sequential(
                nn.Conv2d(1, 10, 3),
                nn.ReLU(),
                nn.Conv2d(10, 5, 3),
                nn.Flatten(),
                nn.Linear(5 * 24 * 24, 64),
                nn.Linear(64, 32),
                nn.Linear(32, 10),
            )


class relu_on_the_scores(Mistake, caught_by="test_scores"):
    """A ReLU on the scores

    Your net ends in a ReLU, which turns every negative score into 0. A class that the net holds for unlikely then
    looks like one it knows nothing of.
    """

    class ConvNet:
        def __init__(self) -> None:
            super().__init__()
            self.layers = nn.Sequential(
                nn.Conv2d(1, 10, 3),
                nn.ReLU(),
                nn.Conv2d(10, 5, 3),
                nn.ReLU(),
                nn.Flatten(),
                nn.Linear(5 * 24 * 24, 64),
                nn.ReLU(),
                nn.Linear(64, 32),
                nn.ReLU(),
                nn.Linear(32, 10),
                nn.ReLU(),
            )


class sets_only_the_top_flag(Mistake, caught_by="test_evaluation_mode"):
    """net.training written instead of eval() called

    You write False into the flag of the net itself. Each module inside has a flag of its own, and those stay in
    training mode. A method of the net sets all of them.
    """

    def accuracy(net: nn.Module, loader: Iterable) -> float:
        mode = net.training
        net.training = False
        right, samples = 0, 0
        with torch.no_grad():
            for x, y in loader:
                right += (net(x).argmax(dim=1) == y).sum().item()
                samples += len(y)
        net.training = mode
        return 100 * right / samples


class sgd_for_adam(Mistake, caught_by="test_steps"):
    """SGD instead of Adam

    You train with SGD. At this learning rate it moves the weights far less than Adam, which divides each step by
    the usual size of its gradient.
    """

    def train(net: nn.Module, loader: Iterable, epochs: int = 2, lr: float = 0.001) -> list[float]:
        criterion = nn.CrossEntropyLoss()
        optimizer = torch.optim.SGD(net.parameters(), lr=lr)
        net.train()
        means = []
        for epoch in range(1, epochs + 1):
            total, samples = 0.0, 0
            for x, y in with_progress(loader, f"epoch {epoch} of {epochs}"):
                optimizer.zero_grad()
                loss = criterion(net(x), y)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(y)
                samples += len(y)
            means.append(total / samples)
        return means


class share_for_per_cent(Mistake, caught_by="test_accuracy"):
    """A share between 0 and 1

    You return a share from 0 to 1. Per cent go from 0 to 100.
    """

    def accuracy(net: nn.Module, loader: Iterable) -> float:
        mode = net.training
        net.eval()
        right, samples = 0, 0
        with torch.no_grad():
            for x, y in loader:
                right += (net(x).argmax(dim=1) == y).sum().item()
                samples += len(y)
        net.train(mode)
        return right / samples


class softmax_at_the_end(Mistake, caught_by="test_scores"):
    """Softmax at the end of the net

    Your net ends in a softmax. CrossEntropyLoss takes raw scores and does the softmax itself: done twice, it
    flattens the differences, and for ten classes the loss can never fall below 1.461.
    """

    class ConvNet:
        def __init__(self) -> None:
            super().__init__()
            self.layers = nn.Sequential(
                nn.Conv2d(1, 10, 3),
                nn.ReLU(),
                nn.Conv2d(10, 5, 3),
                nn.ReLU(),
                nn.Flatten(),
                nn.Linear(5 * 24 * 24, 64),
                nn.ReLU(),
                nn.Linear(64, 32),
                nn.ReLU(),
                nn.Linear(32, 10),
                nn.Softmax(dim=1),
            )


class softmax_before_the_loss(Mistake, caught_by="test_steps"):
    """Softmax before CrossEntropyLoss

    You put the scores through a softmax before the loss. CrossEntropyLoss does that itself: done twice, it flattens
    the differences, and the net learns slowly.
    """

    def train(net: nn.Module, loader: Iterable, epochs: int = 2, lr: float = 0.001) -> list[float]:
        criterion = nn.CrossEntropyLoss()
        optimizer = torch.optim.Adam(net.parameters(), lr=lr)
        net.train()
        means = []
        for epoch in range(1, epochs + 1):
            total, samples = 0.0, 0
            for x, y in with_progress(loader, f"epoch {epoch} of {epochs}"):
                optimizer.zero_grad()
                loss = criterion(torch.softmax(net(x), dim=1), y)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(y)
                samples += len(y)
            means.append(total / samples)
        return means


class total_never_starts_again(Mistake, caught_by="test_losses"):
    """A sum that runs on through the epochs

    Your sum of losses is set to 0 once, before the first epoch. Each epoch's mean should begin with an empty sum.
    """

    def train(net: nn.Module, loader: Iterable, epochs: int = 2, lr: float = 0.001) -> list[float]:
        criterion = nn.CrossEntropyLoss()
        optimizer = torch.optim.Adam(net.parameters(), lr=lr)
        net.train()
        means = []
        total, samples = 0.0, 0
        for epoch in range(1, epochs + 1):
            for x, y in with_progress(loader, f"epoch {epoch} of {epochs}"):
                optimizer.zero_grad()
                loss = criterion(net(x), y)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(y)
                samples += len(y)
            means.append(total / samples)
        return means


class weight_decay_added(Mistake, caught_by="test_steps"):
    """Weight decay that nobody asked for

    Your optimizer also makes all weights a little smaller in each step. That is called weight decay: a setting of
    its own, switched on in AdamW and off in Adam.
    """

    def train(net: nn.Module, loader: Iterable, epochs: int = 2, lr: float = 0.001) -> list[float]:
        criterion = nn.CrossEntropyLoss()
        optimizer = torch.optim.AdamW(net.parameters(), lr=lr)
        net.train()
        means = []
        for epoch in range(1, epochs + 1):
            total, samples = 0.0, 0
            for x, y in with_progress(loader, f"epoch {epoch} of {epochs}"):
                optimizer.zero_grad()
                loss = criterion(net(x), y)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(y)
                samples += len(y)
            means.append(total / samples)
        return means


class worker_processes(Mistake, caught_by="test_no_workers"):
    """A worker process for images in memory

    Your loader starts a process of its own to fetch the samples. The digits are in memory already: starting the
    process and sending batches across costs more than it brings, and on some systems it fails in a script.
    """

    def make_loader(dataset: Dataset, batch_size: int = 10, shuffle: bool = True) -> DataLoader:
        return DataLoader(dataset, batch_size=batch_size, shuffle=shuffle, num_workers=1)


class modules_in_training_mode(Shared, of=("no_eval", "sets_only_the_top_flag")):
    """Modules inside the net measured in training mode

    While `accuracy` measures, the modules inside the net are still in training mode. `net.eval()` switches the net and
    every module in it.
    """

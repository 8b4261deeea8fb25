"""ex09: known mistakes, each a variation of the solution."""

from __future__ import annotations

from grader.mistakes import Mistake, Shared


class a_new_optimizer_each_epoch(Mistake, caught_by="test_steps"):
    """A new optimizer in each epoch

    The optimizer is made anew in each epoch. Adam keeps averages of the gradients that it has seen, and a new one
    starts with none. One optimizer should serve the whole training. Look at where it is made.
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

    The result is a tensor that holds one number. It looks the same when printed, but it behaves in another way in a
    list or a text. Look for the method that gives the number in a tensor.
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


class accuracy_of_the_last_batch(Mistake, caught_by="test_accuracy"):
    """accuracy looks at the last batch only

    The result is the share of the batch that came last. All samples should count. Look at what is kept from one
    batch to the next.
    """

    @torch.no_grad()
    def accuracy(net, loader):
        mode = net.training
        net.eval()
        for x, y in loader:
            result = 100 * (net(x).argmax(dim=1) == y).float().mean().item()
        net.train(mode)
        return result


class always_back_to_training(Mistake, caught_by="test_mode_restored"):
    """Always back to training mode

    `accuracy` ends with training mode, whichever mode the net came in. A net that was in evaluation mode should
    still be in it afterwards. Look at what is remembered before the mode is changed.
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


class always_shuffles(Mistake, caught_by="test_in_order"):
    """The loader always shuffles

    The loader gives a random order, whatever `shuffle` says. Held-out digits should keep their order, so that an
    answer can be matched with its image. Look at what `DataLoader` is given.
    """

    def make_loader(dataset, batch_size=10, shuffle=True):
        return DataLoader(dataset, batch_size=batch_size, shuffle=True)


class asks_the_loader_for_its_dataset(Mistake, caught_by="test_any_iterable"):
    """The samples are counted through the loader's dataset

    The number of samples comes from `loader.dataset`. A list of batches has no dataset, so this raises an error.
    The samples can be counted as they come, batch by batch. Look at what the right answers are divided by.
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


class batch_size_ignored(Mistake, caught_by="test_covers"):
    """batch_size is not handed on

    The batches have the same size, whatever `batch_size` says. `DataLoader` takes 1 by default. Look at what it is
    given.
    """

    def make_loader(dataset, batch_size=10, shuffle=True):
        return DataLoader(dataset, batch_size=10, shuffle=shuffle)

    class form2:
        def make_loader(dataset, batch_size=10, shuffle=True):
            return DataLoader(dataset, shuffle=shuffle)


class counts_batches_of_10(Mistake, caught_by="test_accuracy"):
    """The samples are counted as batches of 10

    The number of samples is taken to be ten for each batch. The last batch may be smaller, and a loader may have
    another batch size. Count the samples as they come. Look at what the right answers are divided by.
    """

    @torch.no_grad()
    def accuracy(net, loader):
        mode = net.training
        net.eval()
        right, batches = 0, 0
        for x, y in loader:
            right += (net(x).argmax(dim=1) == y).sum().item()
            batches += 1
        net.train(mode)
        return 100 * right / (10 * batches)

    class form2:
        @torch.no_grad()
        def accuracy(net, loader):
            mode = net.training
            net.eval()
            right = sum((net(x).argmax(dim=1) == y).sum().item() for x, y in loader)
            net.train(mode)
            return 100 * right / (10 * len(loader))


class dropout_among_the_layers(Mistake, caught_by="test_layers"):
    """Dropout among the layers

    The net has a dropout layer, which drops numbers at random in training mode. The list in the docstring has none.
    A layer too many in an `nn.Sequential` also shifts the numbers of those after it. Compare with the list.
    """

    class ConvNet:
        def __init__(self) -> None:
            super().__init__()
            parts = [nn.Conv2d(1, 10, 3), nn.ReLU(), nn.Conv2d(10, 5, 3), nn.ReLU(), nn.Flatten()]
            parts += [nn.Linear(2880, 64), nn.ReLU(), nn.Dropout(0.5), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10)]
            self.layers = nn.Sequential(*parts)

    class form2:
        class ConvNet:
            def __init__(self) -> None:
                super().__init__()
                parts = [nn.Conv2d(1, 10, 3), nn.ReLU(), nn.Conv2d(10, 5, 3), nn.ReLU(), nn.Flatten()]
                parts += [nn.Dropout(0.5), nn.Linear(2880, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU()]
                self.layers = nn.Sequential(*parts, nn.Linear(32, 10))


class drops_the_last_batch(Mistake, caught_by="test_covers"):
    """The last, smaller batch is dropped

    The loader leaves out the samples that do not fill a whole batch. The last batch of an epoch may be smaller, and
    every sample should come. Look at the options of `DataLoader`.
    """

    def make_loader(dataset: Dataset, batch_size: int = 10, shuffle: bool = True) -> DataLoader:
        return DataLoader(dataset, batch_size=batch_size, shuffle=shuffle, drop_last=True)


class fixed_learning_rate(Mistake, caught_by="test_steps"):
    """The learning rate is not handed on

    The optimizer gets a fixed number, or its own default, and not the `lr` that `train` is called with. Whoever
    calls it with another rate gets the same training. Look at what the optimizer is given.
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

    The first linear layer expects pictures that keep their size. A 3x3 kernel without padding has no place on the
    rim: each convolution makes the picture 2 pixels smaller. Look at the number of features of the first linear
    layer.
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


class flattens_the_batch_too(Mistake, caught_by="test_scores"):
    """The batch is flattened away

    The net makes one long row of the whole batch, and the first linear layer takes rows of 2,880. Only the
    dimensions after the first belong to one image. Look at where the flattening starts.
    """

    class ConvNet:
        def forward(self, x: Tensor) -> Tensor:
            return self.layers[5:](self.layers[:4](x).flatten())


class largest_over_the_batch(Mistake, caught_by="test_accuracy"):
    """The largest score is looked for along the batch

    The largest score is looked for along the batch, so samples compete with each other. The ten classes of one
    sample are in the other dimension. Look at the `dim` that `argmax` or `max` is given.
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
    """The layers are in a plain list

    The layers are in a Python list. A module finds the layers that are stored on it as modules, and does not look
    into lists. So the net has no parameters, and an optimizer gets none. The docstring says what `layers` should
    be.
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


class log_softmax_at_the_end(Mistake, caught_by="test_scores"):
    """A log-softmax at the end of the net

    The net ends in a log-softmax, so no score is above 0. The scores should be raw: `CrossEntropyLoss` takes the
    log-softmax itself. Look at what comes after the last linear layer.
    """

    class ConvNet:
        def forward(self, x: Tensor) -> Tensor:
            return self.layers(x).log_softmax(dim=1)


class loss_of_the_last_batch(Mistake, caught_by="test_losses"):
    """Only the last batch's loss is kept

    Each epoch keeps the loss of its last batch. One batch of ten is a matter of luck. The mean over all samples of
    the epoch should be kept. Look at what is added to the list.
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

    Each batch gives one share, and the result is the mean of these. A sample in a small last batch then counts more
    than any other. Count over all batches and divide once. Look at what is added up.
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

    Each batch gives one mean, and the result is the mean of these. A sample in a small last batch then counts more
    than any other. Every sample should count the same. Look at how much each batch adds.
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
    """Evaluation mode is left on

    The net stays in evaluation mode after it was measured. Whoever goes on training then trains without dropout.
    Look at what should happen after the loop.
    """

    def accuracy(net: nn.Module, loader: Iterable) -> float:
        net.eval()
        right, samples = 0, 0
        with torch.no_grad():
            for x, y in loader:
                right += (net(x).argmax(dim=1) == y).sum().item()
                samples += len(y)
        return 100 * right / samples


class mse_on_one_hot(Mistake, caught_by="test_steps"):
    """A square error is used and not CrossEntropyLoss

    The loss compares the scores with a row of zeros and a one, and takes the mean square error. It can train a net,
    but along another way. `CrossEntropyLoss` takes the labels as they are. Look at the line with the loss.
    """

    def train(net, loader, epochs=2, lr=0.001):
        optimizer, means = torch.optim.Adam(net.parameters(), lr=lr), []
        for _ in range(epochs):
            total, samples = 0.0, 0
            for x, y in loader:
                optimizer.zero_grad()
                loss = nn.functional.mse_loss(net(x), nn.functional.one_hot(y, 10).float())
                loss.backward()
                optimizer.step()
                total, samples = total + loss.item() * len(y), samples + len(y)
            means.append(total / samples)
        return means


class never_shuffles(Mistake, caught_by="test_shuffles"):
    """shuffle is not handed on

    The loader gives the samples in the same order, whatever `shuffle` says. `DataLoader` does not shuffle by
    default. Look at what it is given.
    """

    def make_loader(dataset: Dataset, batch_size: int = 10, shuffle: bool = True) -> DataLoader:
        return DataLoader(dataset, batch_size=batch_size)


class never_zeroes(Mistake, caught_by="test_steps"):
    """The gradients are not zeroed for each batch

    `backward` adds to the gradients that are there already, so a step follows a sum over several batches. Each
    batch should start with clean gradients. Look for the line that zeroes them: how often does it run, and is it
    called, with parentheses?
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
    """The accuracy is not measured in evaluation mode

    The net, or the modules inside it, stay in training mode while it is measured. With dropout or batch norm
    inside, two measurements would differ. Look for the method that reaches every module in the net.
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
    """Gradients are recorded while measuring

    Autograd records what the net does, though no backward pass follows. Evaluation mode changes what some layers
    do, and recording is another switch. Look up `torch.no_grad`.
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
    """ReLUs are missing between the layers

    Some layers follow each other without a ReLU between them. Two linear steps in a row are no more than one. In an
    `nn.Sequential`, a missing layer also shifts the numbers of those after it, and so the names of their
    parameters. Compare with the list in the docstring.
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


class one_convolution_counted(Mistake, caught_by="test_layers"):
    """26 by 26 after the convolutions

    The first linear layer expects pictures of 26 by 26, and that is what the first convolution leaves. The second
    one takes two pixels off each side once more. Look at the number of features of the first linear layer.
    """

    class ConvNet:
        def __init__(self) -> None:
            super().__init__()
            parts = [nn.Conv2d(1, 10, 3), nn.ReLU(), nn.Conv2d(10, 5, 3), nn.ReLU(), nn.Flatten()]
            parts += [nn.Linear(5 * 26 * 26, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10)]
            self.layers = nn.Sequential(*parts)


class one_epoch_only(Mistake, caught_by="test_losses"):
    """One epoch, whatever epochs says

    `train` runs a single epoch. The list should hold one loss for each epoch. Look at the outer loop, and at how
    far the `return` is indented.
    """

    def train(net, loader, epochs=2, lr=0.001):
        optimizer = torch.optim.Adam(net.parameters(), lr=lr)
        total, samples = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(net(x), y)
            loss.backward()
            optimizer.step()
            total, samples = total + loss.item() * len(y), samples + len(y)
        return [total / samples]


class other_channels(Mistake, caught_by="test_layers"):
    """The convolutions have another number of channels

    The first convolution should make 10 channels of one, and the second one 5 of those 10. Other numbers give
    another net, which may learn as well. Look at the list in the docstring.
    """

    class ConvNet:
        def __init__(self) -> None:
            super().__init__()
            parts = [nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 5, 3), nn.ReLU(), nn.Flatten()]
            parts += [nn.Linear(2880, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10)]
            self.layers = nn.Sequential(*parts)


class per_cent_of_errors(Mistake, caught_by="test_accuracy"):
    """accuracy counts the wrong answers

    The result is the per cent of wrong answers: a net that knows everything gets 0. Accuracy counts the right ones.
    Look at the comparison, or at what the result is subtracted from.
    """

    @torch.no_grad()
    def accuracy(net, loader):
        mode = net.training
        net.eval()
        wrong, samples = 0, 0
        for x, y in loader:
            wrong += (net(x).argmax(dim=1) != y).sum().item()
            samples += len(y)
        net.train(mode)
        return 100 * wrong / samples


class relu_on_the_scores(Mistake, caught_by="test_scores"):
    """A ReLU on the scores

    The net ends in a ReLU, which turns every negative score into 0. A score may be negative, and a class whose
    score is cut to 0 gets no gradient. Look at the last layer.
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


class rounds_the_accuracy(Mistake, caught_by="test_accuracy"):
    """The accuracy is rounded

    The result is a whole number of per cent. Two nets that differ by half a per cent then look the same. Rounding
    belongs where a number is printed. Look at the `return`.
    """

    @torch.no_grad()
    def accuracy(net, loader):
        mode = net.training
        net.eval()
        right, samples = 0, 0
        for x, y in loader:
            right += (net(x).argmax(dim=1) == y).sum().item()
            samples += len(y)
        net.train(mode)
        return float(round(100 * right / samples))

    class form2:
        @torch.no_grad()
        def accuracy(net, loader):
            mode = net.training
            net.eval()
            right, samples = 0, 0
            for x, y in loader:
                right += (net(x).argmax(dim=1) == y).sum().item()
                samples += len(y)
            net.train(mode)
            return float(100 * right // samples)


class scores_compared_with_labels(Mistake, caught_by="test_accuracy"):
    """The scores are compared with the labels

    The largest score itself is compared with the label. The answer of the net is the place of that score. `max`
    gives two things, the values and their places. Look at which of them is compared.
    """

    @torch.no_grad()
    def accuracy(net, loader):
        mode = net.training
        net.eval()
        right, samples = 0, 0
        for x, y in loader:
            right += (net(x).max(dim=1)[0] == y).sum().item()
            samples += len(y)
        net.train(mode)
        return 100 * right / samples


class sets_only_the_top_flag(Mistake, caught_by="test_evaluation_mode"):
    """Only the net's own flag is set, not those inside

    The modules inside the net stay in training mode while it is measured: either nothing sets the mode, or only
    `net.training` does. Each module has a flag of its own. Look for the method of the net that sets all of them.
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

    The optimizer is SGD. At this learning rate it moves the weights far less than Adam, which scales each step by
    the usual size of the gradient. Look at which class makes the optimizer.
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

    The result is a share from 0 to 1. Per cent go from 0 to 100. Look at the `return`.
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
    """A softmax at the end of the net

    The net ends in a softmax. `CrossEntropyLoss` takes raw scores and does the softmax itself. Done twice, it
    flattens the differences, and for ten classes the loss can never fall below 1.461. Look at the last layer.
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
    """A softmax before CrossEntropyLoss

    The scores go through a softmax before the loss. `CrossEntropyLoss` does that itself. Done twice, it flattens
    the differences, and the net learns slowly. Look at what the loss is given.
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


class sum_for_the_mean(Mistake, caught_by="test_losses"):
    """The loss of an epoch is a sum and not a mean

    The losses of an epoch are added up and not divided, so twice as many samples give twice the loss. A mean over
    the samples should be kept. Look at what is added to the list.
    """

    def train(net, loader, epochs=2, lr=0.001):
        optimizer, sums = torch.optim.Adam(net.parameters(), lr=lr), []
        for _ in range(epochs):
            sums.append(0.0)
            for x, y in loader:
                optimizer.zero_grad()
                loss = nn.functional.cross_entropy(net(x), y)
                loss.backward()
                optimizer.step()
                sums[-1] += loss.item() * len(y)
        return sums

    class form2:
        def train(net, loader, epochs=2, lr=0.001):
            optimizer, sums = torch.optim.Adam(net.parameters(), lr=lr), []
            for _ in range(epochs):
                sums.append(0.0)
                for x, y in loader:
                    optimizer.zero_grad()
                    loss = nn.functional.cross_entropy(net(x), y)
                    loss.backward()
                    optimizer.step()
                    sums[-1] += loss.item()
            return sums


class total_never_starts_again(Mistake, caught_by="test_losses"):
    """A sum that runs on through the epochs

    The sum of the losses is set to 0 once, before the first epoch. The mean of each epoch should start with an
    empty sum. Look at where the sum is set to 0.
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


class two_steps_per_batch(Mistake, caught_by="test_steps"):
    """The optimizer steps twice per batch

    Each batch moves the weights twice, along the same gradients. One batch should bring one step. Look at how often
    `step` is called.
    """

    def train(net, loader, epochs=2, lr=0.001):
        optimizer, means = torch.optim.Adam(net.parameters(), lr=lr), []
        for _ in range(epochs):
            total, samples = 0.0, 0
            for x, y in loader:
                optimizer.zero_grad()
                loss = nn.functional.cross_entropy(net(x), y)
                loss.backward()
                optimizer.step()
                optimizer.step()
                total, samples = total + loss.item() * len(y), samples + len(y)
            means.append(total / samples)
        return means


class weight_decay_added(Mistake, caught_by="test_steps"):
    """A weight decay that nothing asks for

    The optimizer also makes all weights a little smaller in each step. That is called weight decay. It is a setting
    of its own, on by default in AdamW and off in Adam. Look at the name and the options of the optimizer.
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

    The loader starts a process of its own to fetch the samples. The digits are in memory already, so this costs
    more than it brings. On some systems it also fails in a script. Look at the options of `DataLoader`.
    """

    def make_loader(dataset: Dataset, batch_size: int = 10, shuffle: bool = True) -> DataLoader:
        return DataLoader(dataset, batch_size=batch_size, shuffle=shuffle, num_workers=1)


class modules_in_training_mode(Shared, of=("no_eval", "sets_only_the_top_flag")):
    """Modules inside the net measured in training mode

    While `accuracy` measures, the modules inside the net are still in training mode. `net.eval()` switches the net and
    every module in it.
    """

"""ex08: known mistakes, each a variation of the solution."""

from __future__ import annotations

from torch import optim

from grader.mistakes import Mistake


class absolute_differences(Mistake, caught_by="test_rating"):
    """rating takes the absolute differences

    The result is the mean of the absolute differences. A square error takes each difference times itself, so that
    large ones count for more. Look at what is done with the differences.
    """

    def rating(net, x, y):
        return (net(x) - net(y)).abs().mean().item()


class adam_for_sgd(Mistake, caught_by="test_train_steps"):
    """Adam is used and not SGD

    The optimizer is Adam. It scales each step by the size of its gradients, so the weights take another way. The
    docstring asks for SGD with momentum. Look at which class makes the optimizer.
    """

    def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
        optimizer, losses = torch.optim.Adam(net.parameters(), lr=lr), []
        for _ in range(epochs):
            for picture, label in random.sample(samples, len(samples)):
                optimizer.zero_grad()
                loss = F.cross_entropy(net(picture), torch.tensor([label]))
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
        return losses


class always_back_to_training(Mistake, caught_by="test_accuracy_mode"):
    """The net is always put in training mode

    `accuracy` ends with training mode, whichever mode the net came in. A net that was in evaluation mode should
    still be in it afterwards. Look at what is remembered before the mode is changed.
    """

    def accuracy(net, samples):
        net.eval()
        right = 0
        with torch.no_grad():
            for picture, label in samples:
                if net(picture).argmax(dim=1).item() == label:
                    right += 1
        net.train()
        return right / len(samples) * 100


class arguments_ignored(Mistake, caught_by="test_train_arguments"):
    """lr and momentum are fixed numbers

    The optimizer gets fixed numbers, whatever `train` is called with. An argument that does nothing misleads
    everyone who sets it. Look at what the optimizer is given.
    """

    def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
        criterion = nn.CrossEntropyLoss()
        optimizer = optim.SGD(net.parameters(), lr=0.001, momentum=0.9)
        losses = []
        for epoch in range(epochs):
            order = list(samples)
            random.shuffle(order)
            for picture, label in order:
                optimizer.zero_grad()
                outputs = net(picture)
                loss = criterion(outputs, torch.tensor([label]))
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
        return losses


class differences_not_squared(Mistake, caught_by="test_rating"):
    """rating does not square the differences

    The result is the mean of the plain differences. Those above and those below 0 cancel each other, so two very
    different outputs can be rated 0. Look at what a mean square error does before the mean.
    """

    def rating(net, x, y):
        return (net(x) - net(y)).mean().item()


class divides_by_40(Mistake, caught_by="test_accuracy"):
    """The number of samples is written down

    The right answers are divided by 40, the number of pairs that `samples()` gives. A list of another length gets a
    wrong accuracy. Look at the number in the division.
    """

    def accuracy(net, samples):
        was_training = net.training
        net.eval()
        with torch.no_grad():
            right = sum(net(picture).argmax().item() == label for picture, label in samples)
        net.train(was_training)
        return 100 * right / 40


class draws_with_replacement(Mistake, caught_by="test_train_order"):
    """The samples are drawn with replacement

    Each step draws a sample at random, so some come twice in an epoch and others not at all. An epoch takes every
    sample exactly once. Look up how to put a list in a random order.
    """

    def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
        criterion = nn.CrossEntropyLoss()
        optimizer = optim.SGD(net.parameters(), lr=lr, momentum=momentum)
        losses = []
        for epoch in range(epochs):
            order = random.choices(samples, k=len(samples))
            for picture, label in order:
                optimizer.zero_grad()
                outputs = net(picture)
                loss = criterion(outputs, torch.tensor([label]))
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
        return losses


class epochs_ignored(Mistake, caught_by="test_train_epochs"):
    """epochs is not used

    `train` runs a fixed number of epochs, whatever `epochs` says. Look at the range of the outer loop, and at how
    far the `return` is indented.
    """

    def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
        optimizer, losses = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum), []
        for picture, label in random.sample(samples, len(samples)):
            optimizer.zero_grad()
            loss = F.cross_entropy(net(picture), torch.tensor([label]))
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        return losses

    class form2:
        def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
            optimizer, losses = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum), []
            for _ in range(2):
                for picture, label in random.sample(samples, len(samples)):
                    optimizer.zero_grad()
                    loss = F.cross_entropy(net(picture), torch.tensor([label]))
                    loss.backward()
                    optimizer.step()
                    losses.append(loss.item())
            return losses


class eval_for_no_grad(Mistake, caught_by="test_accuracy_without_gradients"):
    """eval() is taken for no_grad()

    The net is in evaluation mode, and autograd still records what it does. That mode is for layers such as dropout.
    Recording has a switch of its own. Look up `torch.no_grad`.
    """

    def accuracy(net, samples):
        was_training = net.training
        net.eval()
        right = 0
        for picture, label in samples:
            if net(picture).argmax(dim=1).item() == label:
                right += 1
        net.train(was_training)
        return right / len(samples) * 100


class fixed_order(Mistake, caught_by="test_train_order"):
    """The samples keep their order

    The net sees every A first and then every B. While it learns B, nothing reminds it of A, and it forgets what it
    knew. Each epoch should have a new random order. Look at what the inner loop goes over.
    """

    def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
        criterion = nn.CrossEntropyLoss()
        optimizer = optim.SGD(net.parameters(), lr=lr, momentum=momentum)
        losses = []
        for epoch in range(epochs):
            order = list(samples)
            for picture, label in order:
                optimizer.zero_grad()
                outputs = net(picture)
                loss = criterion(outputs, torch.tensor([label]))
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
        return losses


class fraction_for_per_cent(Mistake, caught_by="test_accuracy"):
    """accuracy is a fraction, not per cent

    The result lies between 0 and 1. Per cent go from 0 to 100. Look at the `return`.
    """

    def accuracy(net, samples):
        was_training = net.training
        net.eval()
        right = 0
        with torch.no_grad():
            for picture, label in samples:
                if net(picture).argmax(dim=1).item() == label:
                    right += 1
        net.train(was_training)
        return right / len(samples)


class gradients_not_zeroed(Mistake, caught_by="test_train_steps"):
    """The gradients are not zeroed for each step

    The gradients add up from step to step, so a step follows a sum over several samples. Each step should follow
    only the gradient of its own sample. Look for the line that zeroes them: how often does it run, and is it
    called, with parentheses?
    """

    def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
        criterion = nn.CrossEntropyLoss()
        optimizer = optim.SGD(net.parameters(), lr=lr, momentum=momentum)
        losses = []
        for epoch in range(epochs):
            order = list(samples)
            random.shuffle(order)
            for picture, label in order:
                outputs = net(picture)
                loss = criterion(outputs, torch.tensor([label]))
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
        return losses


class labels_from_1(Mistake, caught_by="test_train_steps"):
    """The labels are counted from 1

    The loss gets the label plus 1, so the net learns to answer 1 for A and 2 for B. Labels are counted from 0, as
    places in a tensor are. With four outputs there is no error. Look at what becomes the target of the loss.
    """

    def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
        optimizer, losses = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum), []
        for _ in range(epochs):
            for picture, label in random.sample(samples, len(samples)):
                optimizer.zero_grad()
                loss = F.cross_entropy(net(picture), torch.tensor([label + 1]))
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
        return losses


class last_sample_dropped(Mistake, caught_by="test_train_losses"):
    """One sample of each epoch is left out

    Each epoch ends one sample early. A range or a slice stops before its end. An epoch takes every sample once.
    Count the losses: there should be one for each sample and epoch.
    """

    def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
        optimizer, losses = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum), []
        for _ in range(epochs):
            for picture, label in random.sample(samples, len(samples))[:-1]:
                optimizer.zero_grad()
                loss = F.cross_entropy(net(picture), torch.tensor([label]))
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
        return losses


class left_in_evaluation_mode(Mistake, caught_by="test_accuracy_mode"):
    """The net is left in evaluation mode

    `accuracy` puts the net in evaluation mode and leaves it there. Whoever measures in the middle of training then
    goes on in the wrong mode. Look at what should happen after the loop.
    """

    def accuracy(net, samples):
        net.eval()
        right = 0
        with torch.no_grad():
            for picture, label in samples:
                if net(picture).argmax(dim=1).item() == label:
                    right += 1
        return right / len(samples) * 100


class losses_are_tensors(Mistake, caught_by="test_floats"):
    """The losses are tensors, not numbers

    Each loss is kept as a tensor, and it may keep the whole graph that it came from. The list should hold plain
    numbers. Look for the method that gives the number in a tensor.
    """

    def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
        criterion = nn.CrossEntropyLoss()
        optimizer = optim.SGD(net.parameters(), lr=lr, momentum=momentum)
        losses = []
        for epoch in range(epochs):
            order = list(samples)
            random.shuffle(order)
            for picture, label in order:
                optimizer.zero_grad()
                outputs = net(picture)
                loss = criterion(outputs, torch.tensor([label]))
                loss.backward()
                optimizer.step()
                losses.append(loss)
        return losses


class mse_on_one_hot(Mistake, caught_by="test_train_steps"):
    """A square error is used and not the cross entropy

    The loss compares the scores with a row of zeros and a one, and takes the mean square error. It can train a net,
    but along another way. The docstring asks for the cross entropy, which takes the label as it is. Look at the
    line with the loss.
    """

    def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
        optimizer, losses = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum), []
        for _ in range(epochs):
            for picture, label in random.sample(samples, len(samples)):
                optimizer.zero_grad()
                loss = F.mse_loss(net(picture), F.one_hot(torch.tensor([label]), 4).float())
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
        return losses


class no_momentum(Mistake, caught_by="test_train_steps"):
    """The optimizer has no momentum

    The optimizer is made without momentum, and its default is 0. The steps are much shorter then, and training
    takes longer. Look at what the optimizer is given.
    """

    def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
        criterion = nn.CrossEntropyLoss()
        optimizer = optim.SGD(net.parameters(), lr=lr)
        losses = []
        for epoch in range(epochs):
            order = list(samples)
            random.shuffle(order)
            for picture, label in order:
                optimizer.zero_grad()
                outputs = net(picture)
                loss = criterion(outputs, torch.tensor([label]))
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
        return losses


class one_loss_an_epoch(Mistake, caught_by="test_train_losses"):
    """train returns one loss for each epoch

    The list has one number for each epoch. It should hold the loss of every step: with one sample per step, that is
    one number for each sample and epoch. Look at how far the line that adds to the list is indented.
    """

    def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
        criterion = nn.CrossEntropyLoss()
        optimizer = optim.SGD(net.parameters(), lr=lr, momentum=momentum)
        losses = []
        for epoch in range(epochs):
            order = list(samples)
            random.shuffle(order)
            total = 0.0
            for picture, label in order:
                optimizer.zero_grad()
                outputs = net(picture)
                loss = criterion(outputs, torch.tensor([label]))
                loss.backward()
                optimizer.step()
                total += loss.item()
            losses.append(total / len(samples))
        return losses


class one_step_an_epoch(Mistake, caught_by="test_train_steps"):
    """One step per epoch, not one per sample

    The optimizer steps once per epoch, with the gradients of all samples together. Each sample should bring a step
    of its own. Look at how far the line with the step is indented, or at what the net is given.
    """

    def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
        optimizer, losses = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum), []
        for _ in range(epochs):
            optimizer.zero_grad()
            for picture, label in random.sample(samples, len(samples)):
                loss = F.cross_entropy(net(picture), torch.tensor([label]))
                loss.backward()
                losses.append(loss.item())
            optimizer.step()
        return losses


class only_one_picture(Mistake, caught_by="test_batches"):
    """forward works for one picture only

    The shape of the scores is written down for one picture. A batch of several pictures does not fit into it. The
    first size should come from the batch. Look at the numbers in the new shape.
    """

    class PatternNet:
        def forward(self, x):
            x = self.conv(x)
            return x.view(1, 4)


class optimizer_in_the_loop(Mistake, caught_by="test_train_epochs"):
    """The optimizer is made anew in each epoch

    A new optimizer is made at the start of every epoch, so the velocities start at nothing. Momentum should carry
    over from one epoch to the next. Look at where the optimizer is made.
    """

    def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
        criterion = nn.CrossEntropyLoss()
        losses = []
        for epoch in range(epochs):
            optimizer = optim.SGD(net.parameters(), lr=lr, momentum=momentum)
            order = list(samples)
            random.shuffle(order)
            for picture, label in order:
                optimizer.zero_grad()
                outputs = net(picture)
                loss = criterion(outputs, torch.tensor([label]))
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
        return losses


class per_cent_of_errors(Mistake, caught_by="test_accuracy"):
    """accuracy counts the wrong answers

    The result is the per cent of wrong answers: a net that knows everything gets 0. Accuracy counts the right ones.
    Look at the comparison, or at what the result is subtracted from.
    """

    def accuracy(net, samples):
        was_training = net.training
        net.eval()
        with torch.no_grad():
            wrong = sum(net(picture).argmax().item() != label for picture, label in samples)
        net.train(was_training)
        return 100 * wrong / len(samples)


class pictures_compared(Mistake, caught_by="test_rating"):
    """rating compares the pictures, not the outputs

    `rating` compares the two inputs, and the net is never asked. Only the outputs tell what the net makes of the
    pictures. Look at what goes into the difference.
    """

    def rating(net, x, y):
        return F.mse_loss(x, y).item()


class relu_on_the_scores(Mistake, caught_by="test_one_convolution"):
    """A ReLU on the scores

    All scores below 0 become 0. A score may be negative, and a class whose score is cut to 0 gets no gradient. Look
    at what comes after the convolution.
    """

    class PatternNet:
        def forward(self, x):
            return F.relu(self.conv(x)).flatten(1)


class root_taken(Mistake, caught_by="test_rating"):
    """rating takes the root of the mean

    The result is the root of the mean square error. The mean square error itself has no root. Look at the last
    thing that is done to the mean.
    """

    def rating(net, x, y):
        return F.mse_loss(net(x), net(y)).sqrt().item()


class scores_not_flat(Mistake, caught_by="test_one_convolution"):
    """The scores keep two dimensions of size 1

    The convolution leaves the shape (N, 4, 1, 1), and `forward` returns it like that. The scores should have the
    shape (N, 4). Look up how to drop or join dimensions, and keep the first one.
    """

    class PatternNet:
        def forward(self, x):
            return self.conv(x)


class seeds_itself(Mistake, caught_by="test_train_order"):
    """Every call shuffles in the same way

    `train` sets the seed itself, so each call has the same orders as the call before. Whoever wants to repeat a
    training sets the seed before the call. Look for `seed` or a generator made in `train`.
    """

    def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
        random.seed(0)
        optimizer = optim.SGD(net.parameters(), lr=lr, momentum=momentum)
        losses = []
        for epoch in range(epochs):
            order = list(samples)
            random.shuffle(order)
            for picture, label in order:
                optimizer.zero_grad()
                loss = F.cross_entropy(net(picture), torch.tensor([label]))
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
        return losses


class shuffled_apart(Mistake, caught_by="test_train_order"):
    """Pictures and labels are shuffled apart

    The pictures and the labels are shuffled each by themselves. A picture then meets the label of another one, and
    there is nothing left to learn. Look at what is shuffled: the pairs should stay together.
    """

    def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
        criterion = nn.CrossEntropyLoss()
        optimizer = optim.SGD(net.parameters(), lr=lr, momentum=momentum)
        losses = []
        for epoch in range(epochs):
            pictures = [picture for picture, _ in samples]
            labels = [label for _, label in samples]
            random.shuffle(pictures)
            random.shuffle(labels)
            order = zip(pictures, labels)
            for picture, label in order:
                optimizer.zero_grad()
                outputs = net(picture)
                loss = criterion(outputs, torch.tensor([label]))
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
        return losses


class shuffled_once(Mistake, caught_by="test_train_order"):
    """The samples are shuffled once, not in each epoch

    One random order is drawn before the first epoch and used in all of them. Each epoch should have an order of its
    own, so that no chance of one order is learned. Look at where the shuffling stands.
    """

    def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
        criterion = nn.CrossEntropyLoss()
        optimizer = optim.SGD(net.parameters(), lr=lr, momentum=momentum)
        losses = []
        order = list(samples)
        random.shuffle(order)
        for epoch in range(epochs):
            for picture, label in order:
                optimizer.zero_grad()
                outputs = net(picture)
                loss = criterion(outputs, torch.tensor([label]))
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
        return losses


class shuffles_the_callers_list(Mistake, caught_by="test_callers_list"):
    """The caller's list is shuffled

    `train` shuffles the list that it is given, and the list stays shuffled. It belongs to the caller, who counts on
    its order. Look up which calls change a list in place, and which make a new one.
    """

    def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
        criterion = nn.CrossEntropyLoss()
        optimizer = optim.SGD(net.parameters(), lr=lr, momentum=momentum)
        losses = []
        for epoch in range(epochs):
            random.shuffle(samples)
            for picture, label in samples:
                optimizer.zero_grad()
                outputs = net(picture)
                loss = criterion(outputs, torch.tensor([label]))
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
        return losses


class softmax_before_the_loss(Mistake, caught_by="test_train_steps"):
    """A softmax before the cross entropy

    The scores become probabilities before they go into the cross entropy, which takes a softmax of its own. Two of
    them flatten all differences, and the loss cannot come near 0. Look at what the loss is given.
    """

    def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
        criterion = nn.CrossEntropyLoss()
        optimizer = optim.SGD(net.parameters(), lr=lr, momentum=momentum)
        losses = []
        for epoch in range(epochs):
            order = list(samples)
            random.shuffle(order)
            for picture, label in order:
                optimizer.zero_grad()
                outputs = net(picture)
                loss = criterion(outputs.softmax(dim=1), torch.tensor([label]))
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
        return losses


class softmax_on_the_scores(Mistake, caught_by="test_one_convolution"):
    """A softmax on the scores

    `forward` returns probabilities, and the scores should be raw. The cross entropy takes the softmax itself. With
    a second one, the loss cannot come near 0. Look at what comes after the convolution.
    """

    class PatternNet:
        def forward(self, x):
            return F.softmax(self.conv(x).flatten(1), dim=1)


class squares_summed(Mistake, caught_by="test_rating"):
    """rating adds the squares up and takes no mean

    The result is the sum of the squared differences. The mean divides it by their number, so that a larger batch is
    not rated worse for its size. Look at what is done with the squares.
    """

    def rating(net, x, y):
        return ((net(x) - net(y)) ** 2).sum().item()


class two_filters(Mistake, caught_by="test_one_convolution"):
    """The convolution has two filters

    The layer has two filters, one for each pattern. The docstring asks for four channels out, so two of the outputs
    stay without a pattern. Look at the numbers that the layer is made with.
    """

    class PatternNet:
        def __init__(self):
            super().__init__()
            self.conv = nn.Conv2d(1, 2, 4, bias=False)


class two_outputs_looked_at(Mistake, caught_by="test_accuracy"):
    """accuracy looks at two of the four outputs

    Only the first two scores are compared. The net has four outputs, and where a third one is the largest, its
    answer is neither A nor B. Look at which scores take part.
    """

    def accuracy(net, samples):
        was_training = net.training
        net.eval()
        right = 0
        with torch.no_grad():
            for picture, label in samples:
                if net(picture)[:, :2].argmax(dim=1).item() == label:
                    right += 1
        net.train(was_training)
        return right / len(samples) * 100


class two_steps_per_sample(Mistake, caught_by="test_train_steps"):
    """The optimizer steps twice per sample

    Each sample moves the weights twice, along the same gradients. One sample should bring one step. Look at how
    often `step` is called.
    """

    def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
        optimizer, losses = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum), []
        for _ in range(epochs):
            for picture, label in random.sample(samples, len(samples)):
                optimizer.zero_grad()
                loss = F.cross_entropy(net(picture), torch.tensor([label]))
                loss.backward()
                optimizer.step()
                optimizer.step()
                losses.append(loss.item())
        return losses


class uses_what_shuffle_returns(Mistake, caught_by="test_train_steps"):
    """The loop goes over what shuffle returns

    `random.shuffle` changes a list in place and returns `None`. The loop goes over that `None`, which raises a
    `TypeError`. Look at what the name after `in` stands for.
    """

    def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
        optimizer, losses = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum), []
        for _ in range(epochs):
            for picture, label in random.shuffle(list(samples)):
                optimizer.zero_grad()
                loss = F.cross_entropy(net(picture), torch.tensor([label]))
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
        return losses


class with_bias(Mistake, caught_by="test_one_convolution"):
    """The convolution has a bias

    The layer has a bias beside its filters, as it does by default. The picture of value 0 would then no longer give
    all scores 0. Look at the options of the layer.
    """

    class PatternNet:
        def __init__(self):
            super().__init__()
            self.conv = nn.Conv2d(1, 4, 4)


class with_weight_decay(Mistake, caught_by="test_train_steps"):
    """The optimizer has a weight decay

    The optimizer also pulls every weight towards 0, even those that a picture says nothing about. That is a setting
    of its own, and nothing here asks for it. Look at what the optimizer is given.
    """

    def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
        criterion = nn.CrossEntropyLoss()
        optimizer = optim.SGD(net.parameters(), lr=lr, momentum=momentum, weight_decay=5e-4)
        losses = []
        for epoch in range(epochs):
            order = list(samples)
            random.shuffle(order)
            for picture, label in order:
                optimizer.zero_grad()
                outputs = net(picture)
                loss = criterion(outputs, torch.tensor([label]))
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
        return losses

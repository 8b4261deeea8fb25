"""ex08: known mistakes, each a variation of the solution."""

from __future__ import annotations

from torch import optim

from grader.mistakes import Mistake


class always_back_to_training(Mistake, caught_by="test_accuracy_mode"):
    """The net is always put in training mode

    You end with training mode, whichever mode the net came in. A net that was in evaluation mode should still be in
    it afterwards.
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
    """lr and momentum are numbers of your own

    Your optimizer is made with fixed numbers, whatever train is called with. Parameters that a function does not
    use mislead everyone who sets them.
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


class draws_with_replacement(Mistake, caught_by="test_train_order"):
    """Samples are drawn with replacement

    You draw a sample at random at each step, so some come twice in an epoch and others not at all. An epoch takes
    every sample exactly once.
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


class eval_for_no_grad(Mistake, caught_by="test_accuracy_without_gradients"):
    """eval() is taken for no_grad()

    You put the net in evaluation mode and trust that nothing is recorded any more. That mode is for layers such as
    dropout: autograd goes on watching.
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

    Your net sees every A first and then every B. While it learns B nothing reminds it of A, and it forgets what it
    knew.
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

    Your accuracy lies between 0 and 1. Per cent go from 0 to 100.
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
    """The gradients are never zeroed

    Your gradients add up from step to step, over all samples seen so far. Each step should follow the gradient of
    its own sample alone.
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


class left_in_evaluation_mode(Mistake, caught_by="test_accuracy_mode"):
    """The net is left in evaluation mode

    You put the net in evaluation mode and never put it back. Who measures in the middle of training would go on
    training in the wrong mode.
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

    You keep each loss as the tensor it is, and with it the whole graph it came from. What is asked for is the plain
    number.
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


class no_momentum(Mistake, caught_by="test_train_steps"):
    """The optimizer has no momentum

    You hand lr to the optimizer and leave momentum out, and its default is 0. The steps are then much shorter, and
    training takes longer.
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

    You return the mean loss of each epoch. Asked for is the loss of every step: with one sample a step, that is one
    number for each sample and epoch.
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


class only_one_picture(Mistake, caught_by="test_batches"):
    """forward works for one picture only

    You write the batch size 1 into the shape of the scores. A batch of several pictures does not fit into it.
    """

    class PatternNet:
        def forward(self, x):
            x = self.conv(x)
            return x.view(1, 4)


class optimizer_in_the_loop(Mistake, caught_by="test_train_epochs"):
    """The optimizer is made anew in each epoch

    You make a new optimizer at the start of every epoch, and with it the velocities start at nothing. Momentum
    should carry over from one epoch to the next.
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


class pictures_compared(Mistake, caught_by="test_rating"):
    """rating compares the pictures, not the outputs

    Your rating looks at the two inputs and never asks the net. It is the outputs that tell what the net makes of
    them.
    """

    def rating(net, x, y):
        return F.mse_loss(x, y).item()


class seeds_itself(Mistake, caught_by="test_train_order"):
    """Every call shuffles in the same way

    You set the seed inside train, so each call has the same orders as the call before. Whoever wants to repeat a
    training sets the seed before the call.
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

    You shuffle the pictures and the labels each by themselves. A picture then meets the label of another one, and
    there is nothing left to learn.
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

    You draw one random order before the first epoch and use it in all of them. Each epoch should have an order of
    its own, so that no accident of one order is learned.
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

    You shuffle the very list that you were given, and it stays shuffled when train ends. The list is the caller's:
    who made it counts on its order.
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
    """A softmax stands before the cross entropy

    You turn the scores into probabilities and hand those to the cross entropy, which takes a softmax of its own.
    Two of them flatten all differences, and the loss cannot come near 0.
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


class squares_summed(Mistake, caught_by="test_rating"):
    """rating adds the squares up and takes no mean

    Your rating is the sum of the squared differences. The mean divides it by their number, so that a larger batch
    is not rated worse for its size.
    """

    def rating(net, x, y):
        return ((net(x) - net(y)) ** 2).sum().item()


class two_outputs_looked_at(Mistake, caught_by="test_accuracy"):
    """accuracy looks at two of the four outputs

    You compare the first two scores and leave the others aside. The net has four outputs, and where a third one is
    the largest its answer is neither A nor B.
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


class with_bias(Mistake, caught_by="test_one_convolution"):
    """The convolution has a bias

    Your layer has a bias beside its filters, as it does unless it is told otherwise. The picture of value 0 would
    then be no neutral one any more.
    """

    class PatternNet:
        def __init__(self):
            super().__init__()
            self.conv = nn.Conv2d(1, 4, 4)


class with_weight_decay(Mistake, caught_by="test_train_steps"):
    """The optimizer has a weight decay

    Your optimizer also pulls every weight towards 0, even those that a picture says nothing about. That is a setting
    of its own, which nothing here asks for.
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

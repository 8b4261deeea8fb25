"""ex06: known mistakes, each a variation of the solution."""

from __future__ import annotations

from grader.mistakes import Mistake, Shared


class always_back_to_training(Mistake, caught_by="test_mode_restored"):
    """Always back to training mode

    After evaluating you put the net in training mode, whether it came in that mode or not. A net that came ready
    for use should leave ready for use.
    """

    @torch.no_grad()
    def evaluate(net: nn.Module, batches: Batches, criterion: Criterion) -> float:
        total, samples = 0.0, 0
        net.eval()
        for x, target in batches:
            batch_loss = criterion(net(x), target).item() * len(x)
            total += batch_loss
            samples += len(x)
        net.train()
        return total / samples


class eval_taken_for_no_grad(Mistake, caught_by="test_no_gradients"):
    """eval() taken for no_grad

    Evaluation mode changes what layers such as dropout do, and autograd goes on recording all the same. Switching
    off gradients is a matter of its own.
    """

    def evaluate(net: nn.Module, batches: Batches, criterion: Criterion) -> float:
        total, samples = 0.0, 0
        was_training = net.training
        net.eval()
        for x, target in batches:
            batch_loss = criterion(net(x), target).item() * len(x)
            total += batch_loss
            samples += len(x)
        net.train(was_training)
        return total / samples


class evaluates_before_training(Mistake, caught_by="test_fit"):
    """Evaluated before the epoch's training

    In each epoch you evaluate first and train afterwards, so every value in the second list is one epoch old. It
    should tell what the epoch's training brought.
    """

    def fit(
        net: nn.Module,
        train_batches: Batches,
        valid_batches: Batches,
        criterion: Criterion,
        optimizer: torch.optim.Optimizer,
        epochs: int,
    ) -> dict[str, list[float]]:
        history: dict[str, list[float]] = {"train": [], "valid": []}
        for _ in range(epochs):
            history["valid"].append(evaluate(net, valid_batches, criterion))
            history["train"].append(train_epoch(net, train_batches, criterion, optimizer))
        return history


class evaluates_in_training_mode(Mistake, caught_by="test_evaluation_mode"):
    """Evaluated in training mode

    Your evaluation leaves the net in training mode, so dropout goes on dropping and the same net gives two results.
    It should be told that training is over.
    """

    @torch.no_grad()
    def evaluate(net: nn.Module, batches: Batches, criterion: Criterion) -> float:
        total, samples = 0.0, 0
        was_training = net.training
        for x, target in batches:
            batch_loss = criterion(net(x), target).item() * len(x)
            total += batch_loss
            samples += len(x)
        net.train(was_training)
        return total / samples


class evaluates_on_the_training_batches(Mistake, caught_by="test_fit"):
    """Evaluated on the training batches

    You evaluate on the same batches that the net has just learned from. How it does on samples it has not seen
    shows on the other ones.
    """

    def fit(
        net: nn.Module,
        train_batches: Batches,
        valid_batches: Batches,
        criterion: Criterion,
        optimizer: torch.optim.Optimizer,
        epochs: int,
    ) -> dict[str, list[float]]:
        history: dict[str, list[float]] = {"train": [], "valid": []}
        for _ in range(epochs):
            history["train"].append(train_epoch(net, train_batches, criterion, optimizer))
            history["valid"].append(evaluate(net, train_batches, criterion))
        return history


class loss_after_the_step(Mistake, caught_by="test_mean_loss"):
    """Loss taken after the step

    You ask the net again after the step and add up that loss. A batch's loss is what the net made of it when it
    came in, before it learned from it.
    """

    def train_epoch(net: nn.Module, batches: Batches, criterion: Criterion, optimizer: torch.optim.Optimizer) -> float:
        total, samples = 0.0, 0
        net.train()
        for x, target in batches:
            optimizer.zero_grad()
            loss = criterion(net(x), target)
            loss.backward()
            optimizer.step()
            batch_loss = criterion(net(x), target).item() * len(x)
            total += batch_loss
            samples += len(x)
        return total / samples


class loss_kept_as_tensor(Mistake, caught_by="test_floats"):
    """Loss added up as a tensor

    You add up the loss itself, a tensor with its whole graph, and every batch's graph stays in memory until the
    end. Take the number out of it first.
    """

    def train_epoch(net: nn.Module, batches: Batches, criterion: Criterion, optimizer: torch.optim.Optimizer) -> float:
        total, samples = 0.0, 0
        net.train()
        for x, target in batches:
            optimizer.zero_grad()
            loss = criterion(net(x), target)
            loss.backward()
            optimizer.step()
            batch_loss = loss * len(x)
            total += batch_loss
            samples += len(x)
        return total / samples

    @torch.no_grad()
    def evaluate(net: nn.Module, batches: Batches, criterion: Criterion) -> float:
        total, samples = 0.0, 0
        was_training = net.training
        net.eval()
        for x, target in batches:
            batch_loss = criterion(net(x), target) * len(x)
            total += batch_loss
            samples += len(x)
        net.train(was_training)
        return total / samples


class loss_of_the_last_batch(Mistake, caught_by="test_mean_loss"):
    """Loss of the last batch alone

    You return the loss of whichever batch came last. An epoch's loss speaks for all its samples.
    """

    def train_epoch(net: nn.Module, batches: Batches, criterion: Criterion, optimizer: torch.optim.Optimizer) -> float:
        total, samples = 0.0, 0
        net.train()
        for x, target in batches:
            optimizer.zero_grad()
            loss = criterion(net(x), target)
            loss.backward()
            optimizer.step()
            batch_loss = loss.item() * len(x)
            total += batch_loss
            samples += len(x)
        return loss.item()


class makes_its_own_optimizer(Mistake, caught_by="test_fit"):
    """A new optimizer in every epoch

    Your optimizer is made anew at the start of each epoch, so what it remembers of earlier steps is lost, and the
    one that was passed in is never used. One optimizer should serve all epochs.
    """

    def fit(
        net: nn.Module,
        train_batches: Batches,
        valid_batches: Batches,
        criterion: Criterion,
        optimizer: torch.optim.Optimizer,
        epochs: int,
    ) -> dict[str, list[float]]:
        history: dict[str, list[float]] = {"train": [], "valid": []}
        for _ in range(epochs):
            optimizer = torch.optim.SGD(net.parameters(), lr=optimizer.param_groups[0]["lr"])
            history["train"].append(train_epoch(net, train_batches, criterion, optimizer))
            history["valid"].append(evaluate(net, valid_batches, criterion))
        return history


class mean_of_the_batches(Mistake, caught_by=("test_mean_loss", "test_evaluate")):
    """Mean of the batches instead of the samples

    You averaged the losses of the batches, so a last batch of 3 samples counts as much as one of 8. Every sample
    should count the same.
    """

    def train_epoch(net: nn.Module, batches: Batches, criterion: Criterion, optimizer: torch.optim.Optimizer) -> float:
        total, samples = 0.0, 0
        net.train()
        for x, target in batches:
            optimizer.zero_grad()
            loss = criterion(net(x), target)
            loss.backward()
            optimizer.step()
            batch_loss = loss.item()
            total += batch_loss
            samples += 1
        return total / samples

    @torch.no_grad()
    def evaluate(net: nn.Module, batches: Batches, criterion: Criterion) -> float:
        total, samples = 0.0, 0
        was_training = net.training
        net.eval()
        for x, target in batches:
            batch_loss = criterion(net(x), target).item()
            total += batch_loss
            samples += 1
        net.train(was_training)
        return total / samples


class mode_not_restored(Mistake, caught_by="test_mode_restored"):
    """Mode not restored after evaluating

    You put the net in evaluation mode and leave it there. Whoever called evaluate in the middle of training has a
    net in another mode than before.
    """

    @torch.no_grad()
    def evaluate(net: nn.Module, batches: Batches, criterion: Criterion) -> float:
        total, samples = 0.0, 0
        net.eval()
        for x, target in batches:
            batch_loss = criterion(net(x), target).item() * len(x)
            total += batch_loss
            samples += len(x)
        return total / samples


class mode_of_the_top_only(Mistake, caught_by="test_evaluation_mode"):
    """Only the mode of the net's top module is set

    You write to `net.training`, which is the flag of one module. The layers inside the net have flags of their own,
    and they go on as in training.
    """

    @torch.no_grad()
    def evaluate(net: nn.Module, batches: Batches, criterion: Criterion) -> float:
        total, samples = 0.0, 0
        was_training = net.training
        net.training = False
        for x, target in batches:
            batch_loss = criterion(net(x), target).item() * len(x)
            total += batch_loss
            samples += len(x)
        net.training = was_training
        return total / samples


class never_in_training_mode(Mistake, caught_by="test_training_mode"):
    """Training mode never switched on

    The net stays in whatever mode it came in, and after an evaluation dropout and batch norm go on as if training
    were over. Whoever trains should say so.
    """

    def train_epoch(net: nn.Module, batches: Batches, criterion: Criterion, optimizer: torch.optim.Optimizer) -> float:
        total, samples = 0.0, 0
        for x, target in batches:
            optimizer.zero_grad()
            loss = criterion(net(x), target)
            loss.backward()
            optimizer.step()
            batch_loss = loss.item() * len(x)
            total += batch_loss
            samples += len(x)
        return total / samples


class no_backward(Mistake, caught_by="test_learns"):
    """No backward pass

    Your loop computes the loss and steps, but nothing makes gradients in between, and an optimizer passes over
    every weight that has none. So the loss stands still.
    """

    def train_epoch(net: nn.Module, batches: Batches, criterion: Criterion, optimizer: torch.optim.Optimizer) -> float:
        total, samples = 0.0, 0
        net.train()
        for x, target in batches:
            optimizer.zero_grad()
            loss = criterion(net(x), target)
            optimizer.step()
            batch_loss = loss.item() * len(x)
            total += batch_loss
            samples += len(x)
        return total / samples


class no_zeroing(Mistake, caught_by="test_every_batch"):
    """Gradients never zeroed

    Your gradients add up from batch to batch, so every step but the first follows a sum of old and new ones. Each
    batch should start with a clean slate.
    """

    def train_epoch(net: nn.Module, batches: Batches, criterion: Criterion, optimizer: torch.optim.Optimizer) -> float:
        total, samples = 0.0, 0
        net.train()
        for x, target in batches:
            loss = criterion(net(x), target)
            loss.backward()
            optimizer.step()
            batch_loss = loss.item() * len(x)
            total += batch_loss
            samples += len(x)
        return total / samples


class one_step_an_epoch(Mistake, caught_by="test_every_batch"):
    """One step an epoch instead of one a batch

    Your optimizer steps once, when all batches are through. Each batch is worth an update of its own: that is what
    batches are for.
    """

    def train_epoch(net: nn.Module, batches: Batches, criterion: Criterion, optimizer: torch.optim.Optimizer) -> float:
        total, samples = 0.0, 0
        net.train()
        optimizer.zero_grad()
        for x, target in batches:
            loss = criterion(net(x), target)
            loss.backward()
            batch_loss = loss.item() * len(x)
            total += batch_loss
            samples += len(x)
        optimizer.step()
        return total / samples


class sum_of_means_by_samples(Mistake, caught_by=("test_mean_loss", "test_evaluate")):
    """Means of batches divided by the number of samples

    Each batch's loss is a mean already, and you divide their sum by the number of samples once more, so the result
    is far too small. What is added up should be sums.
    """

    def train_epoch(net: nn.Module, batches: Batches, criterion: Criterion, optimizer: torch.optim.Optimizer) -> float:
        total, samples = 0.0, 0
        net.train()
        for x, target in batches:
            optimizer.zero_grad()
            loss = criterion(net(x), target)
            loss.backward()
            optimizer.step()
            batch_loss = loss.item()
            total += batch_loss
            samples += len(x)
        return total / samples

    @torch.no_grad()
    def evaluate(net: nn.Module, batches: Batches, criterion: Criterion) -> float:
        total, samples = 0.0, 0
        was_training = net.training
        net.eval()
        for x, target in batches:
            batch_loss = criterion(net(x), target).item()
            total += batch_loss
            samples += len(x)
        net.train(was_training)
        return total / samples


class zeroed_before_the_step(Mistake, caught_by="test_learns"):
    """Gradients zeroed between backward and step

    You clear the gradients just before the optimizer would use them, so it finds none and leaves every weight
    alone. They may go before backward, or after the step.
    """

    def train_epoch(net: nn.Module, batches: Batches, criterion: Criterion, optimizer: torch.optim.Optimizer) -> float:
        total, samples = 0.0, 0
        net.train()
        for x, target in batches:
            loss = criterion(net(x), target)
            loss.backward()
            optimizer.zero_grad()
            optimizer.step()
            batch_loss = loss.item() * len(x)
            total += batch_loss
            samples += len(x)
        return total / samples


class no_gradient_at_the_step(Shared, of=("no_backward", "zeroed_before_the_step")):
    """No gradient is left when the optimizer steps

    When `optimizer.step()` runs, the parameters hold no gradient of this batch, so the net does not change.
    Between `optimizer.zero_grad()` and `optimizer.step()` the loss has to go backward.
    """

"""ex06: known mistakes, each a variation of the solution."""

from __future__ import annotations

from grader.mistakes import Mistake, Shared


class always_back_to_training(Mistake, caught_by="test_mode_restored"):
    """Always back to training mode

    After evaluating, the net is in training mode, whichever mode it came in. A net that came in evaluation mode
    should leave in it. Look at what is remembered before the mode is changed.
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
    """eval() is taken for no_grad

    Evaluation mode changes what layers such as dropout do. Autograd still records every step of the net. Recording
    has a switch of its own. Look up `torch.no_grad`.
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

    Each epoch evaluates first and trains afterwards, so every value in the list `valid` is one epoch old. It should
    tell what the training of the epoch has brought. Look at the order of the two lines.
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

    The net stays in training mode while it is evaluated. Dropout still drops numbers, and the same net gives two
    results. Look for the method that tells a net that training is over.
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

    `fit` evaluates on the batches that the net has just learned from. How well it does on samples that it has not
    seen shows on the other batches. Look at what `evaluate` is given.
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


class evaluates_only_at_the_end(Mistake, caught_by="test_fit"):
    """Evaluated once, after all epochs

    The list `valid` has one entry, whatever the number of epochs is. The net should be evaluated after each epoch.
    Look at how far the line with `evaluate` is indented.
    """

    def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
        train = [train_epoch(net, train_batches, criterion, optimizer) for _ in range(epochs)]
        return {"train": train, "valid": [evaluate(net, valid_batches, criterion)]}


class keeps_only_the_last_epoch(Mistake, caught_by="test_fit"):
    """Only the last epoch's losses are kept

    Each epoch replaces what the history held before, so one loss is left at the end. The lists should grow with
    each epoch. Look at how a loss gets into its list, and where the history is made.
    """

    def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
        for _ in range(epochs):
            history = {"train": [train_epoch(net, train_batches, criterion, optimizer)]}
            history["valid"] = [evaluate(net, valid_batches, criterion)]
        return history

    class form2:
        def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
            history = {}
            for _ in range(epochs):
                history["train"] = train_epoch(net, train_batches, criterion, optimizer)
                history["valid"] = evaluate(net, valid_batches, criterion)
            return history


class last_batch_evaluated_only(Mistake, caught_by="test_evaluate"):
    """evaluate returns the loss of the last batch only

    `evaluate` returns the loss of the batch that came last. The result should count the samples of all batches.
    Look at what is added up, and at the `return`.
    """

    @torch.no_grad()
    def evaluate(net, batches, criterion):
        was_training = net.training
        net.eval()
        for x, target in batches:
            loss = criterion(net(x), target).item()
        net.train(was_training)
        return loss


class last_batch_left_out(Mistake, caught_by="test_learns"):
    """The last batch is left out of training

    The loop ends one batch early, so the net never learns from the last one. Where there is one batch, none is
    left. A range or a slice stops before its end. Look at what the loop goes over.
    """

    def train_epoch(net, batches, criterion, optimizer):
        net.train()
        total, samples = 0.0, 0
        for x, target in list(batches)[:-1]:
            optimizer.zero_grad()
            loss = criterion(net(x), target)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            samples += len(x)
        return total / samples


class loss_after_the_step(Mistake, caught_by="test_mean_loss"):
    """The loss is taken after the step

    The net is asked again after the step, and that loss counts. A batch's loss should be what the net makes of it
    before it learns from it. Look at which loss is added up.
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
    """The loss is added up as a tensor

    The loss is added up as a tensor, so the result is a tensor too. In training, every batch's graph may then stay
    in memory. Look for the method that gives the number in a tensor.
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
    """The loss of the last batch only

    `train_epoch` returns the loss of the batch that came last. The loss of an epoch should count all its samples.
    Look at what is added up, and at the `return`.
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

    `fit` makes a new optimizer, and the one that it is given is not used. What an optimizer remembers of earlier
    steps is lost then. One optimizer should serve all epochs. Look at what `train_epoch` is given.
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
    """The mean of the batches, not of the samples

    The result is the mean of the batches' losses, so a last batch of 3 samples counts as much as one of 8. Every
    sample should count the same. Look at how much each batch adds, and what the sum is divided by.
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
    """The mode is not restored after evaluating

    The net is left in evaluation mode. Whoever calls `evaluate` in the middle of training gets the net back in
    another mode. Look at what should happen after the loop.
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

    `net.training` is the flag of one module. The layers inside the net have flags of their own, and those stay in
    training mode. Look for the method of the net that reaches all of them.
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
    """Training mode is never switched on

    `train_epoch` leaves the net in the mode it comes in. After an evaluation, dropout and batch norm then work as
    if training were over. Look for the method that switches the mode, and whether it is called, with parentheses.
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
    """The optimizer finds no gradients

    The optimizer steps while there are no gradients, so it passes over every weight and nothing is learned. Either
    `backward` is missing or not called, or the gradients are zeroed before the step. Go through the steps for one
    batch, in order.
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
    """The gradients are not zeroed for each batch

    The gradients add up from batch to batch, so each step but the first follows a sum of old and new ones. Each
    batch should start with clean gradients. Look for the line that zeroes them: how often does it run, and is it
    called, with parentheses?
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


class one_epoch_only(Mistake, caught_by="test_fit"):
    """One epoch, whatever epochs says

    `fit` runs a single epoch. Each list should have as many entries as `epochs` says. Look at the loop, and at how
    far the `return` is indented.
    """

    def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
        train = [train_epoch(net, train_batches, criterion, optimizer)]
        return {"train": train, "valid": [evaluate(net, valid_batches, criterion)]}


class one_epoch_too_few(Mistake, caught_by="test_fit"):
    """One epoch too few

    `fit` runs one epoch less than `epochs` says, so both lists are one entry short. Look at the range of the loop:
    a range stops before its end.
    """

    def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
        history = {"train": [], "valid": []}
        for _ in range(1, epochs):
            history["train"].append(train_epoch(net, train_batches, criterion, optimizer))
            history["valid"].append(evaluate(net, valid_batches, criterion))
        return history


class one_list_for_both(Mistake, caught_by="test_fit"):
    """Both keys share one list

    `train` and `valid` hold the very same list, so each loss shows up under both keys. Every key needs a list of
    its own. Look at the line that makes the history: how many lists does it make?
    """

    def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
        history = dict.fromkeys(("train", "valid"), [])
        for _ in range(epochs):
            history["train"].append(train_epoch(net, train_batches, criterion, optimizer))
            history["valid"].append(evaluate(net, valid_batches, criterion))
        return history


class one_step_an_epoch(Mistake, caught_by="test_every_batch"):
    """One step per epoch, not one per batch

    The optimizer steps once, after all batches. Each batch should bring a step of its own. Look at how far the line
    with the step is indented.
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


class other_keys(Mistake, caught_by="test_fit"):
    """The history has other keys

    The losses are kept under other names than `train` and `valid`. Whoever draws the curves looks for those two.
    Look at the docstring of `fit`.
    """

    def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
        history = {"train_loss": [], "valid_loss": []}
        for _ in range(epochs):
            history["train_loss"].append(train_epoch(net, train_batches, criterion, optimizer))
            history["valid_loss"].append(evaluate(net, valid_batches, criterion))
        return history

    class form2:
        def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
            history = {"train": [], "val": []}
            for _ in range(epochs):
                history["train"].append(train_epoch(net, train_batches, criterion, optimizer))
                history["val"].append(evaluate(net, valid_batches, criterion))
            return history


class sum_for_the_mean_in_evaluate(Mistake, caught_by="test_evaluate"):
    """evaluate returns a sum and not a mean

    The losses are added up and not divided, so twice as many samples give twice the loss. The result should be a
    mean over all samples. Look at the `return` of `evaluate`.
    """

    @torch.no_grad()
    def evaluate(net, batches, criterion):
        was_training = net.training
        net.eval()
        total = sum(criterion(net(x), target).item() * len(x) for x, target in batches)
        net.train(was_training)
        return total

    class form2:
        @torch.no_grad()
        def evaluate(net, batches, criterion):
            was_training = net.training
            net.eval()
            total = sum(criterion(net(x), target).item() for x, target in batches)
            net.train(was_training)
            return total


class sum_for_the_mean_in_training(Mistake, caught_by="test_mean_loss"):
    """train_epoch returns a sum and not a mean

    The losses are added up and not divided, so twice as many samples give twice the loss. The result should be a
    mean over all samples. Look at the `return` of `train_epoch`.
    """

    def train_epoch(net, batches, criterion, optimizer):
        net.train()
        total = 0.0
        for x, target in batches:
            optimizer.zero_grad()
            loss = criterion(net(x), target)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        return total

    class form2:
        def train_epoch(net, batches, criterion, optimizer):
            net.train()
            total = 0.0
            for x, target in batches:
                optimizer.zero_grad()
                loss = criterion(net(x), target)
                loss.backward()
                optimizer.step()
                total += loss.item()
            return total


class sum_of_means_by_samples(Mistake, caught_by=("test_mean_loss", "test_evaluate")):
    """The means of the batches are divided by the number of samples

    Each batch's loss is a mean already. Their sum is divided by the number of samples once more, so the result is
    far too small. What is added up should be the sum over a batch's samples. Look at how much each batch adds.
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


class trains_in_evaluation_mode(Mistake, caught_by="test_training_mode"):
    """Trained in evaluation mode

    `train_epoch` puts the net in evaluation mode. Dropout then drops nothing, and batch norm does not learn from
    the batches. Look at the method that is called on the net before the loop.
    """

    def train_epoch(net, batches, criterion, optimizer):
        net.eval()
        total, samples = 0.0, 0
        for x, target in batches:
            optimizer.zero_grad()
            loss = criterion(net(x), target)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            samples += len(x)
        return total / samples


class trains_on_the_validation_batches(Mistake, caught_by="test_fit"):
    """The net is trained on the validation batches

    `train_epoch` gets the batches that are meant for evaluating. Then no samples are left that the net has not
    seen. Look at which batches each of the two calls is given.
    """

    def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
        history = {"train": [], "valid": []}
        for _ in range(epochs):
            history["train"].append(train_epoch(net, valid_batches, criterion, optimizer))
            history["valid"].append(evaluate(net, valid_batches, criterion))
        return history


class trains_without_recording(Mistake, caught_by="test_learns"):
    """Autograd is off during training

    The net runs while autograd is off, so the loss has no history. `backward` then raises a `RuntimeError`.
    Recording should be off in `evaluate` only. Look at what stands above `train_epoch` or around its loop.
    """

    @torch.no_grad()
    def train_epoch(net, batches, criterion, optimizer):
        net.train()
        total, samples = 0.0, 0
        for x, target in batches:
            optimizer.zero_grad()
            loss = criterion(net(x), target)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            samples += len(x)
        return total / samples


class two_steps_per_batch(Mistake, caught_by="test_every_batch"):
    """The optimizer steps twice per batch

    Each batch moves the weights twice, along the same gradients. One batch should bring one step. Look at how often
    `step` is called.
    """

    def train_epoch(net, batches, criterion, optimizer):
        net.train()
        total, samples = 0.0, 0
        for x, target in batches:
            optimizer.zero_grad()
            loss = criterion(net(x), target)
            loss.backward()
            optimizer.step()
            optimizer.step()
            total += loss.item() * len(x)
            samples += len(x)
        return total / samples


class zeroed_before_the_step(Mistake, caught_by="test_learns"):
    """The step finds no gradients

    The optimizer steps while there are no gradients, so no weight moves. Either they are zeroed between the
    backward pass and the step, or there is no backward pass at all. Go through the steps for one batch, in order.
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

"""ex02: known mistakes, each a variation of the solution."""

from __future__ import annotations

from grader.mistakes import Mistake, Shared


class a_new_layer_each_time(Mistake, caught_by="test_second_block"):
    """A layer is made inside forward

    `forward` makes a new layer at every call. It starts at random each time, and no optimizer ever sees it. The
    layers that learn are made in `__init__` and kept on `self`. Look for `nn.Linear` or `nn.Conv2d` in `forward`.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = torch.flatten(x, 1)
            x = F.relu(nn.Linear(576, 120)(x))
            x = F.relu(self.fc2(x))
            return self.fc3(x)


class argmax_over_the_batch(Mistake, caught_by="test_predict"):
    """The largest score is looked for along the batch

    Dimension 0 is the batch, and it holds one image. So the function compares each class with itself and gets a
    place for every class. The scores of one image are in the other dimension. Look at the `dim` that `argmax` or
    `max` is given.
    """

    def predict(net: nn.Module, image: Tensor) -> int:
        with torch.no_grad():
            scores = net(as_minibatch(image))
        return scores.argmax(dim=0).item()


class averages_instead(Mistake, caught_by="test_first_block"):
    """The mean of each window is taken, not the maximum

    Average pooling gives the same shapes as max pooling, and other numbers. The largest number of each window
    should be kept. Look at the name of the pooling function or layer.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.avg_pool2d(F.relu(self.conv1(x)), 2)
            x = F.avg_pool2d(F.relu(self.conv2(x)), 2)
            x = torch.flatten(x, 1)
            x = F.relu(self.fc1(x))
            x = F.relu(self.fc2(x))
            return self.fc3(x)


class classes_from_1(Mistake, caught_by="test_predict"):
    """The classes are counted from 1

    `predict` returns the right class plus 1. The classes of a net are counted from 0, as places in a tensor are. So
    the first class is 0. Look at what is done to the place of the largest score.
    """

    def predict(net: nn.Module, image: Tensor) -> int:
        with torch.no_grad():
            scores = net(as_minibatch(image))
        return int(scores.argmax()) + 1


class counts_on_a_batch_of_one(Mistake, caught_by="test_batch"):
    """Written for a batch of one image

    The number of rows is fixed at 1. A batch of several images becomes one long row, and `fc1` cannot take it. The
    number of rows should come from the batch itself. Look at the line that flattens.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = x.view(1, -1)
            x = F.relu(self.fc1(x))
            x = F.relu(self.fc2(x))
            return self.fc3(x)


class counts_the_buffers_too(Mistake, caught_by="test_count_parameters"):
    """Numbers are counted that nothing learns

    `state_dict()` and `buffers()` also hold buffers, such as the running mean of a batch norm. Buffers are saved
    with the net, but no optimizer changes them. Only the learnable numbers should count. Look for the method that
    lists just those.
    """

    def count_parameters(net: nn.Module) -> int:
        return sum(t.numel() for t in net.state_dict().values())


class counts_the_rows(Mistake, caught_by="test_count_parameters"):
    """Only the first size of each tensor is counted

    `len` of a tensor and `shape[0]` tell its first size only. A weight of shape (120, 576) holds 120 times 576
    numbers. Look for the method that counts all numbers of a tensor.
    """

    def count_parameters(net: nn.Module) -> int:
        return sum(len(parameter) for parameter in net.parameters())


class counts_the_tensors(Mistake, caught_by="test_count_parameters"):
    """The tensors are counted, not the numbers in them

    The function counts how many parameter tensors there are: ten for `Net`. Each of them holds many numbers, and
    all of those are learned. Look for the method that tells how many numbers a tensor has.
    """

    def count_parameters(net: nn.Module) -> int:
        return len(list(net.parameters()))


class counts_the_weights_only(Mistake, caught_by="test_count_parameters"):
    """The biases are left out

    Only some of the parameters count: the biases, or all tensors with one dimension, are left out. A bias is
    learned too, and so is the weight of a batch norm. Look at the condition, or at the names, that the function
    picks by.
    """

    def count_parameters(net: nn.Module) -> int:
        return sum(p.numel() for p in net.parameters() if p.dim() > 1)


class cuts_the_trail(Mistake, caught_by="test_gradients"):
    """Autograd loses its trail between two layers

    The scores are right, but the layers before a certain point get no gradients. Something in `forward` hands on
    the numbers without their history. Look for `.detach()`, `.data`, `.numpy()`, `torch.tensor(...)` or `no_grad`.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = torch.flatten(x, 1).detach()
            x = F.relu(self.fc1(x))
            x = F.relu(self.fc2(x))
            return self.fc3(x)


class dropout_in_every_mode(Mistake, caught_by="test_raw_scores"):
    """Dropout in every mode

    `forward` drops some numbers at random, in evaluation mode too. So the same image gets other scores at every
    call. The network in the docstring has no dropout. Look at what stands between the layers. `F.dropout` does not
    follow the net's mode by itself.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2).flatten(1)
            x = F.dropout(F.relu(self.fc1(x)), 0.5)
            return self.fc3(F.relu(self.fc2(x)))

    class form2:
        class Net:
            def forward(self, x: Tensor) -> Tensor:
                x = F.max_pool2d(F.relu(self.conv1(x)), 2)
                x = F.max_pool2d(F.relu(self.conv2(x)), 2).flatten(1)
                return self.fc3(F.dropout(F.relu(self.fc2(F.relu(self.fc1(x)))), 0.5))


class dropout_in_training(Mistake, caught_by="test_raw_scores"):
    """Dropout in training mode

    In training mode `forward` drops some numbers at random, so the same image gets other scores at every call. The
    network in the docstring has no dropout. Look at what stands between the layers.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2).flatten(1)
            x = F.dropout(F.relu(self.fc1(x)), 0.5, training=self.training)
            return self.fc3(F.relu(self.fc2(x)))

    class form2:
        class Net:
            def forward(self, x: Tensor) -> Tensor:
                x = F.max_pool2d(F.relu(self.conv1(x)), 2)
                x = F.max_pool2d(F.relu(self.conv2(x)), 2).flatten(1)
                x = F.relu(self.fc2(F.relu(self.fc1(x))))
                return self.fc3(F.dropout(x, 0.5, training=self.training))


class eval_taken_for_no_grad(Mistake, caught_by="test_predict_records_nothing"):
    """eval() is taken for no_grad()

    `eval()` changes how layers such as dropout and batch norm work, and nothing else. Autograd still records every
    step of the net. Recording has a switch of its own. Look at what stands around the call of the net.
    """

    def predict(net: nn.Module, image: Tensor) -> int:
        net.eval()
        scores = net(as_minibatch(image))
        return scores.argmax().item()


class expects_5x5_kernels(Mistake, caught_by="test_second_block"):
    """The flat size of another network

    `forward` expects rows of 400 numbers. Those belong to a network with 5x5 kernels, which older pictures show.
    The kernels here are 3x3, and `fc1` tells how long its rows are. Look at the number in the line that flattens.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = x.view(-1, 16 * 5 * 5)
            x = F.relu(self.fc1(x))
            x = F.relu(self.fc2(x))
            return self.fc3(x)


class flattens_the_batch_too(Mistake, caught_by="test_second_block"):
    """The batch is flattened away

    All images of the batch end up in one long row: two images make a row of 1,152 numbers. Only the dimensions
    after the first belong to one image. Look at where the flattening starts.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = torch.flatten(x)
            x = F.relu(self.fc1(x))
            x = F.relu(self.fc2(x))
            return self.fc3(x)


class flattens_the_image(Mistake, caught_by="test_as_minibatch"):
    """The image is flattened

    The function makes one row of the whole image. A batch of one image has four dimensions: 1, channels, height and
    width. The numbers and the other sizes should stay as they are. Look at the shape that is returned.
    """

    def as_minibatch(image: Tensor) -> Tensor:
        if image.dim() != 3:
            raise ValueError("expected (C, H, W)")
        return image.reshape(1, -1)


class forward_returns_nothing(Mistake, caught_by="test_raw_scores"):
    """forward does not return the scores

    `forward` returns `None`: the function ends without a `return`. The scores are computed and then lost. Look at
    the last line of `forward`.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = torch.flatten(x, 1)
            x = F.relu(self.fc1(x))
            x = F.relu(self.fc2(x))
            x = self.fc3(x)


class log_softmax_on_the_scores(Mistake, caught_by="test_raw_scores"):
    """A log-softmax on the scores

    `forward` returns the logarithms of probabilities, so no score is above 0. The scores should be raw.
    `nn.CrossEntropyLoss` takes the log-softmax itself. Look at what comes after `fc3`.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2).flatten(1)
            x = F.relu(self.fc2(F.relu(self.fc1(x))))
            return F.log_softmax(self.fc3(x), dim=1)


class looks_at_direct_layers_only(Mistake, caught_by="test_count_parameters"):
    """Only some layers are counted

    The function asks each layer at the top of the net for its weight and bias. A layer may have layers inside, and
    a net may own a parameter of its own. Those are left out. Look for the method of a net that lists all
    parameters.
    """

    def count_parameters(net: nn.Module) -> int:
        total = 0
        for layer in net.children():
            if hasattr(layer, "weight"):
                total += layer.weight.numel()
                if layer.bias is not None:
                    total += layer.bias.numel()
        return total


class minibatch_for_one_channel_only(Mistake, caught_by="test_as_minibatch"):
    """A batch for grey images only

    The shape of a grey image is written into the function, so an image with three channels does not fit. Any number
    of channels and any size should work. Look at the numbers in the new shape.
    """

    def as_minibatch(image: Tensor) -> Tensor:
        if image.dim() != 3:
            raise ValueError("expected (C, H, W)")
        return image.view(1, 1, *image.shape[1:])


class mixes_the_samples(Mistake, caught_by="test_batch"):
    """Rows are made of several images

    After flattening, the shape is right and the numbers are in the wrong rows: the images of a batch are mixed. No
    error shows it. The first dimension has to stay first all the way. Look at what `view` or `reshape` is given,
    and for swapped dimensions.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = x.reshape(576, -1).t()
            x = F.relu(self.fc1(x))
            x = F.relu(self.fc2(x))
            return self.fc3(x)

    class form2:
        class Net:
            def forward(self, x: Tensor) -> Tensor:
                x = F.max_pool2d(F.relu(self.conv1(x)), 2)
                x = F.max_pool2d(F.relu(self.conv2(x)), 2)
                x = x.transpose(0, 1).reshape(-1, 576)
                x = F.relu(self.fc2(F.relu(self.fc1(x))))
                return self.fc3(x)

    class form3:
        class Net:
            def forward(self, x: Tensor) -> Tensor:
                x = F.max_pool2d(F.relu(self.conv1(x)), 2)
                x = F.max_pool2d(F.relu(self.conv2(x)), 2)
                x = x.permute(2, 3, 0, 1).reshape(-1, 576)
                x = F.relu(self.fc2(F.relu(self.fc1(x))))
                return self.fc3(x)


class never_flattens(Mistake, caught_by="test_second_block"):
    """Nothing is flattened before fc1

    `fc1` gets the image with its channels, height and width. A linear layer takes the last dimension for the length
    of a row. That is 6 here, and `fc1` was made for 576. Look at what has to happen between the second block and
    `fc1`.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = F.relu(self.fc2(F.relu(self.fc1(x))))
            return self.fc3(x)


class no_pooling(Mistake, caught_by="test_first_block"):
    """There is no pooling

    Without pooling, the image is 28 by 28 after `conv2`, and a row has 16 times 28 times 28 numbers. `fc1` takes
    576. The words "mat1 and mat2 shapes" mean that a linear layer got rows of another length than it was made for.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.relu(self.conv1(x))
            x = F.relu(self.conv2(x))
            x = torch.flatten(x, 1)
            x = F.relu(self.fc1(x))
            x = F.relu(self.fc2(x))
            return self.fc3(x)


class no_relu_after_conv1(Mistake, caught_by="test_first_block"):
    """There is no ReLU after conv1

    `conv2` gets negative numbers: nothing sets them to 0 after `conv1`. Every layer but the last one is followed by
    a ReLU. Compare the lines of the first block with those of the second.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(self.conv1(x), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = torch.flatten(x, 1)
            x = F.relu(self.fc1(x))
            x = F.relu(self.fc2(x))
            return self.fc3(x)


class no_relu_after_conv2(Mistake, caught_by="test_second_block"):
    """There is no ReLU after conv2

    The second block has no ReLU, so `fc1` gets negative numbers. The net still runs and even learns, and only the
    numbers show it. Compare the lines of the two blocks.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(self.conv2(x), 2)
            x = torch.flatten(x, 1)
            x = F.relu(self.fc1(x))
            x = F.relu(self.fc2(x))
            return self.fc3(x)


class no_relu_after_fc1(Mistake, caught_by="test_relu_between_linear_layers"):
    """There is no ReLU after fc1

    `fc2` gets the output of `fc1` as it is. Two linear layers with nothing between them can do no more than one. No
    error shows it. Look at what stands between `fc1` and `fc2`.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = torch.flatten(x, 1)
            x = self.fc1(x)
            x = F.relu(self.fc2(x))
            return self.fc3(x)


class no_relu_after_fc2(Mistake, caught_by="test_relu_between_linear_layers"):
    """There is no ReLU after fc2

    `fc3` gets the output of `fc2` as it is. Two linear layers with nothing between them can do no more than one.
    Only the scores themselves come without a ReLU. Look at what stands between `fc2` and `fc3`.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = torch.flatten(x, 1)
            x = F.relu(self.fc1(x))
            x = self.fc2(x)
            return self.fc3(x)


class numpy_results(Mistake, caught_by="test_predict_returns_an_int"):
    """predict returns a NumPy number

    The class is right, but it is NumPy's own kind of int and not Python's. Such a number comes out of an array.
    Look at how to get Python's own number out of an array or a tensor.
    """

    def predict(net: nn.Module, image: Tensor) -> int:
        with torch.no_grad():
            scores = net(as_minibatch(image))
        return scores.numpy().argmax()


class pools_only_once(Mistake, caught_by="test_second_block"):
    """The second pooling is missing

    After `conv2` the image is still 13 by 13, so a row has 16 times 13 times 13 numbers. `fc1` takes 576. Each of
    the two blocks ends with a pooling. Compare the lines of the two blocks.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.relu(self.conv2(x))
            x = torch.flatten(x, 1)
            x = F.relu(self.fc1(x))
            x = F.relu(self.fc2(x))
            return self.fc3(x)


class pools_with_stride_1(Mistake, caught_by="test_first_block"):
    """The pooling window moves by one pixel

    A pooling has a stride of 1, so its windows overlap and the image hardly shrinks. A 2x2 pooling that halves the
    image moves by two pixels. Look at what the pooling is given beside its window, and at its default.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2, stride=1)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = torch.flatten(x, 1)
            x = F.relu(self.fc1(x))
            x = F.relu(self.fc2(x))
            return self.fc3(x)

    class form2:
        class Net:
            def forward(self, x: Tensor) -> Tensor:
                x = F.max_pool2d(F.relu(self.conv1(x)), 2, stride=1)
                x = F.max_pool2d(F.relu(self.conv2(x)), 2, stride=1).flatten(1)
                x = F.relu(self.fc2(F.relu(self.fc1(x))))
                return self.fc3(x)


class predict_records_gradients(Mistake, caught_by="test_predict_records_nothing"):
    """Gradients are recorded for a prediction

    The class is right, but autograd records every step of the net for a backward pass that never comes. That costs
    memory and time. Look up how recording is switched off around the call of the net.
    """

    def predict(net: nn.Module, image: Tensor) -> int:
        scores = net(as_minibatch(image))
        return scores.argmax().item()


class predict_returns_the_score(Mistake, caught_by="test_predict"):
    """The largest score is returned, not its class

    The result is how large the largest score is. The class is the place of that score among all of them. Look for
    the function that gives a place and not a value.
    """

    def predict(net: nn.Module, image: Tensor) -> int:
        with torch.no_grad():
            scores = net(as_minibatch(image))
        return scores.max().item()


class predict_without_a_batch(Mistake, caught_by="test_predict"):
    """The image goes into the net without a batch dimension

    The net takes batches with four dimensions, and the image has three. It has to become a batch of one first. One
    of the functions in this file does that.
    """

    def predict(net: nn.Module, image: Tensor) -> int:
        with torch.no_grad():
            scores = net(image)
        return scores.argmax().item()


class probabilities_in_evaluation(Mistake, caught_by="test_raw_scores"):
    """A softmax in evaluation mode

    In training mode the net returns raw scores, and in evaluation mode probabilities. A loss on held-out data would
    then take a second softmax. The scores should be raw in both modes. Look at what depends on `self.training`.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = torch.flatten(x, 1)
            x = F.relu(self.fc1(x))
            x = F.relu(self.fc2(x))
            x = self.fc3(x)
            if not self.training:
                x = F.softmax(x, dim=1)
            return x


class puts_the_one_behind_the_channels(Mistake, caught_by="test_as_minibatch"):
    """The new dimension is in second place

    The new dimension of size 1 comes after the channels. For a grey image the shape looks right, but an image with
    three channels becomes a batch of three. Look at the number that says where the new dimension goes.
    """

    def as_minibatch(image: Tensor) -> Tensor:
        if image.dim() != 3:
            raise ValueError("expected (C, H, W)")
        return image.unsqueeze(1)


class puts_the_one_last(Mistake, caught_by="test_as_minibatch"):
    """The new dimension is in last place

    The new dimension of size 1 comes after the width. The net takes the first dimension for the batch, and that one
    is still the channels. Look at the number that says where the new dimension goes.
    """

    def as_minibatch(image: Tensor) -> Tensor:
        if image.dim() != 3:
            raise ValueError("expected (C, H, W)")
        return image.unsqueeze(-1)


class raises_another_error(Mistake, caught_by="test_as_minibatch_refuses"):
    """Another error than ValueError is raised

    The function refuses a tensor that is no image, but with another error, such as an `AssertionError`. Code that
    catches a `ValueError` misses it. Look at the docstring, and at the statement that stops the function.
    """

    def as_minibatch(image: Tensor) -> Tensor:
        assert image.dim() == 3, "expected (C, H, W)"
        return image.unsqueeze(0)

    class form2:
        def as_minibatch(image: Tensor) -> Tensor:
            if image.dim() != 3:
                raise TypeError("expected (C, H, W)")
            return image.unsqueeze(0)

    class form3:
        def as_minibatch(image: Tensor) -> Tensor:
            if image.dim() != 3:
                raise Exception("expected (C, H, W)")
            return image.unsqueeze(0)

    class form4:
        def as_minibatch(image: Tensor) -> Tensor:
            if image.dim() != 3:
                raise RuntimeError("expected (C, H, W)")
            return image.unsqueeze(0)


class relu_on_the_scores(Mistake, caught_by="test_raw_scores"):
    """A ReLU on the scores

    All scores below 0 become 0. A score may be negative, and a class whose score is cut to 0 gets no gradient. The
    output of the last layer should stay as it is. Look at what comes after `fc3`.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = torch.flatten(x, 1)
            x = F.relu(self.fc1(x))
            x = F.relu(self.fc2(x))
            return F.relu(self.fc3(x))


class returns_tensors(Mistake, caught_by=("test_predict_returns_an_int", "test_count_returns_an_int")):
    """The results are tensors and not ints

    The numbers are right, but they are in tensors. When printed, a tensor is easily taken for a number, and it
    behaves in another way as an index or in a set. Look for the method that gives the number in a tensor.
    """

    def predict(net: nn.Module, image: Tensor) -> int:
        with torch.no_grad():
            scores = net(as_minibatch(image))
        return scores.argmax()

    def count_parameters(net: nn.Module) -> int:
        return sum(torch.tensor(p.numel()) for p in net.parameters())


class returns_the_error(Mistake, caught_by="test_as_minibatch_refuses"):
    """The error is returned or printed, not raised

    For a tensor that is no image, the function ends with a normal result. It makes an error or a text, and nothing
    stops the caller. Look for the Python statement that throws an error.
    """

    def as_minibatch(image: Tensor) -> Tensor:
        if image.dim() != 3:
            return ValueError("expected (C, H, W)")
        return image.unsqueeze(0)

    class form2:
        def as_minibatch(image: Tensor) -> Tensor:
            if image.dim() != 3:
                print("expected (C, H, W)")
                return None
            return image.unsqueeze(0)


class sigmoid_on_the_scores(Mistake, caught_by="test_raw_scores"):
    """A sigmoid on the scores

    Every score lies between 0 and 1: a sigmoid comes after `fc3`. The scores should be raw, and the loss takes care
    of the rest. Look at the last line of `forward`.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2).flatten(1)
            x = F.relu(self.fc2(F.relu(self.fc1(x))))
            return torch.sigmoid(self.fc3(x))


class skips_fc2(Mistake, caught_by="test_relu_between_linear_layers"):
    """fc2 is left out

    `fc3` gets the rows of 120 numbers that come out of `fc1`, and it was made for 84. The layer between them is not
    used. Follow the name of each layer through `forward`.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2).flatten(1)
            return self.fc3(F.relu(self.fc1(x)))


class softmax_on_the_scores(Mistake, caught_by="test_raw_scores"):
    """A softmax on the scores

    `forward` returns probabilities, and the scores should be raw. `nn.CrossEntropyLoss` takes the softmax itself.
    With a second one, the loss for 10 classes can never go below 1.461. Look at what comes after `fc3`.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = torch.flatten(x, 1)
            x = F.relu(self.fc1(x))
            x = F.relu(self.fc2(x))
            return F.softmax(self.fc3(x), dim=1)


class softmax_over_the_batch(Mistake, caught_by="test_raw_scores"):
    """A softmax over the batch

    The softmax runs down the batch, so the scores of one image depend on the others. An image in a batch by itself
    gets 1 for every class. The scores should be raw, without any softmax. Look at what comes after `fc3`.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = torch.flatten(x, 1)
            x = F.relu(self.fc1(x))
            x = F.relu(self.fc2(x))
            return torch.softmax(self.fc3(x), dim=0)


class takes_any_number_of_dimensions(Mistake, caught_by="test_as_minibatch_refuses"):
    """Every tensor passes for an image

    The function accepts a tensor of any shape, even a whole batch. What is no image should raise a `ValueError`
    here: an error three layers later is harder to read. Look for how a tensor tells its number of dimensions.
    """

    def as_minibatch(image: Tensor) -> Tensor:
        return image.unsqueeze(0)

    class form2:
        def as_minibatch(image: Tensor) -> Tensor:
            if image.dim() < 3:
                raise ValueError("expected (C, H, W)")
            return image.unsqueeze(0)


class tanh_for_relu(Mistake, caught_by="test_first_block"):
    """tanh is used and not ReLU

    The layers are followed by `tanh`, as in the LeNet of 1998. It has the same shapes and other numbers: all
    between -1 and 1. The docstring of `forward` asks for ReLU. Look at the function between the layers.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(torch.tanh(self.conv1(x)), 2)
            x = F.max_pool2d(torch.tanh(self.conv2(x)), 2).flatten(1)
            x = torch.tanh(self.fc2(torch.tanh(self.fc1(x))))
            return self.fc3(x)


class turns_gradients_off_for_good(Mistake, caught_by="test_predict_records_nothing"):
    """Recording is switched off and never on again

    After `predict`, autograd records nothing any more, and the next training step fails. A switch that is set has
    to be set back. Look up the `with` block that does so by itself.
    """

    def predict(net: nn.Module, image: Tensor) -> int:
        torch.set_grad_enabled(False)
        return int(net(as_minibatch(image)).argmax())


class unsqueezes_the_image_itself(Mistake, caught_by="test_as_minibatch"):
    """The caller's image gets the new dimension

    `unsqueeze_()` changes the tensor that it is called on, so the caller's image has four dimensions from then on.
    A method without the underscore makes a new tensor. Look for methods that end in an underscore.
    """

    def as_minibatch(image: Tensor) -> Tensor:
        if image.dim() != 3:
            raise ValueError("expected (C, H, W)")
        return image.unsqueeze_(0)


class evaluation_mode_only(Shared, of=("eval_taken_for_no_grad", "predict_records_gradients")):
    """Gradients are recorded while predict runs the net

    `predict` runs the net while autograd records every step. Recording is switched off by `torch.no_grad()`;
    `net.eval()` changes how some layers behave and leaves it on.
    """

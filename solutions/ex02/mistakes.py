"""ex02: known mistakes, each a variation of the solution."""

from __future__ import annotations

from grader.mistakes import Mistake, Shared


class a_new_layer_each_time(Mistake, caught_by="test_second_block"):
    """A layer made inside forward

    A layer made in forward starts at random at every call, and nothing can train it. The layers made in __init__
    are the ones to use.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = torch.flatten(x, 1)
            x = F.relu(nn.Linear(576, 120)(x))
            x = F.relu(self.fc2(x))
            return self.fc3(x)


class averages_instead(Mistake, caught_by="test_first_block"):
    """The mean of each window in place of the maximum

    Average pooling has the same shapes as max pooling, and other numbers. The largest number of each window was
    asked for.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.avg_pool2d(F.relu(self.conv1(x)), 2)
            x = F.avg_pool2d(F.relu(self.conv2(x)), 2)
            x = torch.flatten(x, 1)
            x = F.relu(self.fc1(x))
            x = F.relu(self.fc2(x))
            return self.fc3(x)


class counts_on_a_batch_of_one(Mistake, caught_by="test_batch"):
    """Written for a batch of one image

    The number of rows is fixed at 1, so a batch of several images does not fit. Take the number of rows from the
    batch itself.
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
    """Numbers counted that nothing learns

    The state_dict also holds buffers, such as the running mean of a batch normalisation. They are saved with the
    net, but no optimizer touches them.
    """

    def count_parameters(net: nn.Module) -> int:
        return sum(t.numel() for t in net.state_dict().values())


class counts_the_tensors(Mistake, caught_by="test_count_parameters"):
    """Tensors counted, not the numbers in them

    A net has ten parameter tensors, and each of them holds many numbers. All those numbers are learned.
    """

    def count_parameters(net: nn.Module) -> int:
        return len(list(net.parameters()))


class counts_the_weights_only(Mistake, caught_by="test_count_parameters"):
    """The biases are left out

    Each layer has a bias besides its weight, and it is learned too. Counting all parameters of the net takes care
    of both.
    """

    def count_parameters(net: nn.Module) -> int:
        return sum(p.numel() for p in net.parameters() if p.dim() > 1)


class cuts_the_trail(Mistake, caught_by="test_gradients"):
    """Autograd loses its trail between the two halves

    The scores are right, but the convolutions take no part in learning: their gradients never come. Something in
    forward hands on the numbers without their history.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = torch.flatten(x, 1).detach()
            x = F.relu(self.fc1(x))
            x = F.relu(self.fc2(x))
            return self.fc3(x)


class eval_taken_for_no_grad(Mistake, caught_by="test_predict_records_nothing"):
    """eval() taken for no_grad()

    eval() changes how layers such as dropout behave, and nothing else: autograd goes on taking notes. Recording is
    switched off by another means.
    """

    def predict(net: nn.Module, image: Tensor) -> int:
        net.eval()
        scores = net(as_minibatch(image))
        return scores.argmax().item()


class expects_5x5_kernels(Mistake, caught_by="test_second_block"):
    """The flat size of another network

    With 5x5 kernels a row has 400 numbers, and older pictures of this network show those. This one has 3x3 kernels,
    and fc1 tells how long its rows are.
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

    You made one long row of everything, so a batch of two images becomes a row of 1,152 numbers. Only the
    dimensions behind the first belong to one image.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = torch.flatten(x)
            x = F.relu(self.fc1(x))
            x = F.relu(self.fc2(x))
            return self.fc3(x)


class forward_returns_nothing(Mistake, caught_by="test_raw_scores"):
    """forward does not return the scores

    The scores were computed and thrown away: a function without a return hands back None.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = torch.flatten(x, 1)
            x = F.relu(self.fc1(x))
            x = F.relu(self.fc2(x))
            x = self.fc3(x)


class minibatch_for_one_channel_only(Mistake, caught_by="test_as_minibatch"):
    """A batch made for grey images only

    Your function has the shape of one kind of image written in it. Any number of channels, and any size, should
    come through.
    """

    def as_minibatch(image: Tensor) -> Tensor:
        if image.dim() != 3:
            raise ValueError("expected (C, H, W)")
        return image.view(1, 1, *image.shape[1:])


class mixes_the_samples(Mistake, caught_by="test_batch"):
    """Rows made of several images

    The shape after flattening is right and the numbers are in the wrong rows, so the images of a batch are mixed.
    No error tells it: the first dimension has to stay first all the way.
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
                x = F.relu(self.fc1(x))
                x = F.relu(self.fc2(x))
                return self.fc3(x)

    class form3:
        class Net:
            def forward(self, x: Tensor) -> Tensor:
                x = F.max_pool2d(F.relu(self.conv1(x)), 2)
                x = F.max_pool2d(F.relu(self.conv2(x)), 2)
                x = x.permute(2, 3, 0, 1).reshape(-1, 576)
                x = F.relu(self.fc1(x))
                x = F.relu(self.fc2(x))
                return self.fc3(x)


class no_pooling(Mistake, caught_by="test_first_block"):
    """No pooling

    Without pooling the image is 28 by 28 after conv2, and a row has 16 * 28 * 28 = 12,544 numbers, not 576. The
    words "mat1 and mat2 shapes" mean that fc1 was given rows of another length than it was made for.
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
    """No ReLU after conv1

    Pooling alone lets negative numbers through, so conv2 gets what it should never see. Every layer but the last
    one is followed by a ReLU.
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
    """No ReLU after conv2

    The first block has its ReLU and the second one lacks it. The network still runs and even learns, so nothing but
    the numbers shows it.
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
    """No ReLU after fc1

    With nothing between them, fc1 and fc2 melt into one linear layer: the network is a layer poorer than it looks.
    No error tells it.
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
    """No ReLU after fc2

    With nothing between them, fc2 and fc3 melt into one linear layer. Only the scores themselves come without a
    ReLU.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = torch.flatten(x, 1)
            x = F.relu(self.fc1(x))
            x = self.fc2(x)
            return self.fc3(x)


class pools_only_once(Mistake, caught_by="test_second_block"):
    """The second pooling is missing

    After conv2 the image is still 13 by 13, so a row has 16 * 13 * 13 = 2,704 numbers. Each of the two blocks ends
    with its own pooling.
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

    With a stride of 1 the windows overlap and the image hardly shrinks. A 2x2 pooling that halves the image moves
    by two pixels, as it does by default.
    """

    class Net:
        def forward(self, x: Tensor) -> Tensor:
            x = F.max_pool2d(F.relu(self.conv1(x)), 2, stride=1)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = torch.flatten(x, 1)
            x = F.relu(self.fc1(x))
            x = F.relu(self.fc2(x))
            return self.fc3(x)


class looks_at_direct_layers_only(Mistake, caught_by="test_count_parameters"):
    """Only the layers at the top are counted

    Your function asks each layer at the top for its weight and its bias. A layer may have layers inside, and a net
    may own a parameter of its own; net.parameters() finds all of them.
    """

    def count_parameters(net: nn.Module) -> int:
        total = 0
        for layer in net.children():
            if hasattr(layer, "weight"):
                total += layer.weight.numel()
                if layer.bias is not None:
                    total += layer.bias.numel()
        return total


class predict_records_gradients(Mistake, caught_by="test_predict_records_nothing"):
    """Gradients recorded for a prediction

    The class is right, but autograd noted down every step for a backward that never comes. That costs memory and
    time.
    """

    def predict(net: nn.Module, image: Tensor) -> int:
        scores = net(as_minibatch(image))
        return scores.argmax().item()


class predict_returns_the_score(Mistake, caught_by="test_predict"):
    """The largest score in place of its class

    You returned how large the largest score is. The class is where it stands among the scores.
    """

    def predict(net: nn.Module, image: Tensor) -> int:
        with torch.no_grad():
            scores = net(as_minibatch(image))
        return scores.max().item()


class predict_without_a_batch(Mistake, caught_by="test_predict"):
    """The image goes into the net without a batch dimension

    The net wants a batch, and one image has a dimension less. It has to become a batch of one first.
    """

    def predict(net: nn.Module, image: Tensor) -> int:
        with torch.no_grad():
            scores = net(image)
        return scores.argmax().item()


class probabilities_in_evaluation(Mistake, caught_by="test_raw_scores"):
    """A softmax in evaluation mode

    In training mode your network returns raw scores, and in evaluation mode probabilities. A loss on held-out data
    takes the softmax itself, so it would be taken twice there.
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
    """The new dimension stands in second place

    For a grey image the shape looks right, since its one channel passes for a batch of one. An image of three
    channels becomes a batch of three.
    """

    def as_minibatch(image: Tensor) -> Tensor:
        if image.dim() != 3:
            raise ValueError("expected (C, H, W)")
        return image.unsqueeze(1)


class relu_on_the_scores(Mistake, caught_by="test_raw_scores"):
    """A ReLU on the scores

    All scores below 0 become 0, and a class that scores 0 this way gets no gradient any more. The last layer's
    output stays as it is.
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
    """Tensors where plain ints were asked for

    The numbers are right, but each comes in a tensor. A tensor cannot be told from a number when printed in a
    hurry, and makes trouble as an index or in a set.
    """

    def predict(net: nn.Module, image: Tensor) -> int:
        with torch.no_grad():
            scores = net(as_minibatch(image))
        return scores.argmax()

    def count_parameters(net: nn.Module) -> int:
        return sum(torch.tensor(p.numel()) for p in net.parameters())


class softmax_on_the_scores(Mistake, caught_by="test_raw_scores"):
    """A softmax over the scores

    Your network returns probabilities, and raw scores were asked for. nn.CrossEntropyLoss takes the softmax itself;
    with a second one the loss for 10 classes can never go below 1.461.
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

    Your softmax runs down the batch, so the score of one image depends on the others, and an image alone always
    gets 1 for every class. Raw scores were asked for, without any softmax.
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

    Your function puts a 1 in front of whatever it gets, a batch included. Something that is no image should raise a
    ValueError here, rather than a riddle three layers later.
    """

    def as_minibatch(image: Tensor) -> Tensor:
        return image.unsqueeze(0)


class turns_gradients_off_for_good(Mistake, caught_by="test_predict_records_nothing"):
    """Recording switched off and never on again

    After your predict, autograd records nothing any more, for nobody: the next training step fails. A with block
    around the call of the net switches it back by itself.
    """

    def predict(net: nn.Module, image: Tensor) -> int:
        torch.set_grad_enabled(False)
        return int(net(as_minibatch(image)).argmax())


class unsqueezes_the_image_itself(Mistake, caught_by="test_as_minibatch"):
    """The caller's image gets the new dimension

    unsqueeze_() changes the tensor it is called on, so the image has four dimensions from then on. Without the
    underscore you get a new view, and the image stays an image.
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

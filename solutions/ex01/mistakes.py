"""ex01: known mistakes, each a variation of the solution."""

from __future__ import annotations

import math

import numpy as np
import torch

from grader.mistakes import Mistake


class always_576(Mistake, caught_by="test_one_sample"):
    """The number of one network is written down

    The result is 576, whatever `x` is. That is right for one network and one size of image. Other batches have
    samples of other sizes. Look at `x.shape`: it has all that is needed.
    """

    def num_flat_features(x: Tensor) -> int:
        return 16 * 6 * 6


class counts_on_four_dimensions(Mistake, caught_by="test_any_shape"):
    """Written for four dimensions only

    The sizes are named one by one, so the function works for batches of images only. A batch may have two
    dimensions, or five, or just one. Look for a way to go through all sizes after the first, however many there
    are.
    """

    def num_flat_features(x: Tensor) -> int:
        return x.size(1) * x.size(2) * x.size(3)


class counts_the_dimensions(Mistake, caught_by="test_one_sample"):
    """The dimensions are counted, not the numbers

    The result is how many dimensions a shape has. A sample of shape (16, 6, 6) has three dimensions, and many more
    numbers. Look at the sizes themselves: how many numbers does a block of 2 by 3 hold?
    """

    def num_flat_features(x: Tensor) -> int:
        return len(x.shape[1:])

    class form2:
        def num_flat_features(x: Tensor) -> int:
            return x.dim()


class divides_by_the_batch(Mistake, caught_by="test_empty_batch"):
    """All numbers are divided by the number of samples

    The function counts the numbers of the whole batch and divides by the number of samples. An empty batch has no
    samples, so this divides by zero. The shape tells how large a sample is without any division. Look at the sizes
    after the first.
    """

    def num_flat_features(x: Tensor) -> int:
        return x.numel() // len(x)


class flattens_from_dimension_1(Mistake, caught_by="test_single_numbers"):
    """The batch is flattened from dimension 1 on, which may not exist

    The function flattens `x` from its second dimension on. In a batch of single numbers, of shape (7,), there is no
    second dimension, so PyTorch raises an error. The sizes can be read without flattening anything. What is the
    product of no sizes at all?
    """

    def num_flat_features(x: Tensor) -> int:
        return x.flatten(1).shape[1]


class keeps_the_last_size(Mistake, caught_by="test_one_sample"):
    """Each round replaces the result of the round before

    Each round stores a size and not a product, so only the last size is left at the end. Each round should start
    from what the rounds before have made. Look at the line inside the loop, or at where it stands.
    """

    def num_flat_features(x: Tensor) -> int:
        features = 1
        for size in x.size()[1:]:
            features = size
        return features


class leaves_out_the_channels(Mistake, caught_by="test_one_sample"):
    """The channels are left out

    Two sizes are left out, the first and the second. Only the first one counts samples. The second one belongs to
    the sample: 16 channels of 6 by 6 hold 16 times as many numbers as one. Look at where the sizes start.
    """

    def num_flat_features(x: Tensor) -> int:
        features = 1
        for size in x.size()[2:]:
            features *= size
        return features


class leaves_out_the_last_size(Mistake, caught_by="test_one_sample"):
    """The last size is left out

    The product stops before the last size. A range or a slice stops before its end, so `shape[1:-1]` and
    `range(len(shape) - 1)` both leave it out. Write down the sizes that are used for the shape (1, 16, 6, 6).
    """

    def num_flat_features(x: Tensor) -> int:
        return math.prod(x.shape[1:-1])

    class form2:
        def num_flat_features(x: Tensor) -> int:
            features = 1
            for index in range(x.dim() - 1):
                features *= x.shape[index]
            return features


class lets_view_guess(Mistake, caught_by="test_empty_batch"):
    """The size is left for view or reshape to work out

    With -1, `view` and `reshape` work out a size by dividing. In an empty batch there is nothing to divide, so
    PyTorch raises an error. The shape tells how large a sample is, even when there is none.
    """

    def num_flat_features(x: Tensor) -> int:
        return x.reshape(x.shape[0], -1).shape[1]


class looks_at_the_first_sample(Mistake, caught_by="test_empty_batch"):
    """One sample is taken out and counted

    The function takes the first sample and counts its numbers. An empty batch has no first sample, so this raises
    an error. The shape tells how large a sample is, even when there is none.
    """

    def num_flat_features(x: Tensor) -> int:
        return x[0].numel()


class multiplies_all_sizes(Mistake, caught_by="test_batch_size_does_not_count"):
    """The samples are counted too

    The result is the number of numbers in the whole batch: all sizes count, the first one too. The first size says
    how many samples there are. More samples do not make one of them larger. Look at where the sizes start.
    """

    def num_flat_features(x: Tensor) -> int:
        features = 1
        for size in x.size():
            features *= size
        return features


class numpy_number(Mistake, caught_by="test_returns_an_int"):
    """The result is a NumPy number

    The number is right, but it is NumPy's own kind and not Python's int. For a sample without sizes, NumPy even
    gives the float 1.0. Look at the function that multiplies the sizes: the standard library has one that keeps
    ints.
    """

    def num_flat_features(x: Tensor) -> int:
        return np.prod(x.shape[1:])

    class form2:
        def num_flat_features(x: Tensor) -> int:
            return np.prod(x.shape[1:], dtype=np.int64)


class returns_a_float(Mistake, caught_by="test_returns_an_int"):
    """The result is a float

    The number is a float, such as 576.0. A layer's size is a plain int. `/` always gives a float, and so does
    `float(...)`. The sizes in `x.shape` are ints already: look at what turns them into something else.
    """

    def num_flat_features(x: Tensor) -> int:
        return float(math.prod(x.shape[1:]))

    class form2:
        def num_flat_features(x: Tensor) -> int:
            return x.numel() / x.shape[0]


class returns_a_tensor(Mistake, caught_by="test_returns_an_int"):
    """The result is a tensor and not an int

    The number is right, but it is in a tensor. A layer's size is a plain int, and so are the sizes in `x.shape`.
    Look at what turns them into a tensor, or at how to get the number out.
    """

    def num_flat_features(x: Tensor) -> int:
        return torch.prod(torch.tensor(x.shape[1:]))


class returns_inside_the_loop(Mistake, caught_by="test_one_sample"):
    """Only the second size is used

    The result is the second size, such as the number of channels. Height and width belong to a sample too. Either
    one size is picked, or a `return` inside the loop ends it in the first round. Look at how far the `return` line
    is indented.
    """

    def num_flat_features(x: Tensor) -> int:
        features = 1
        for size in x.size()[1:]:
            features *= size
            return features

    class form2:
        def num_flat_features(x: Tensor) -> int:
            return x.size(1)


class returns_the_flat_tensor(Mistake, caught_by="test_one_sample"):
    """The flattened tensor is returned, not its length

    The function flattens `x` and returns that tensor, with the numbers of all samples. The result should be how
    many numbers one sample has. Look at the sizes in `x.shape`: nothing has to be flattened.
    """

    def num_flat_features(x: Tensor) -> int:
        return torch.flatten(x)


class returns_the_sizes(Mistake, caught_by="test_one_sample"):
    """The sizes are returned, not their product

    The result is the shape of a sample, such as (16, 6, 6). It should be one int: how many numbers a sample has.
    The right sizes are there. What is left is to put them together.
    """

    def num_flat_features(x: Tensor) -> int:
        return x.shape[1:]

    class form2:
        def num_flat_features(x: Tensor) -> int:
            return list(x.shape[1:])


class squeezes_first(Mistake, caught_by="test_one_sample"):
    """squeeze() drops the batch dimension too

    `squeeze()` drops every dimension of size 1. In a batch of one sample that is also the first one, and then the
    channels pass for the samples. Look at what is left of the shape after that call.
    """

    def num_flat_features(x: Tensor) -> int:
        features = 1
        for size in x.squeeze().size()[1:]:
            features *= size
        return features


class starts_at_zero(Mistake, caught_by="test_one_sample"):
    """The product starts at 0

    The product starts at 0, and 0 times anything stays 0. A sum starts at 0. Which number changes nothing when
    another one is multiplied by it?
    """

    def num_flat_features(x: Tensor) -> int:
        features = 0
        for size in x.size()[1:]:
            features *= size
        return features


class subtracts_the_batch(Mistake, caught_by="test_one_sample"):
    """The number of samples is subtracted

    The function counts all numbers of the batch and takes the number of samples off. Two samples of three numbers
    hold six numbers, and six less two is not three. Look at the sizes in `x.shape`: which one has nothing to do
    with one sample?
    """

    def num_flat_features(x: Tensor) -> int:
        return x.numel() - x.size(0)


class sums_the_sizes(Mistake, caught_by="test_one_sample"):
    """The sizes are added, not multiplied

    The function adds the sizes. A block of 2 by 3 by 4 holds 2 times 3 times 4 numbers, which is 24. The sum, 9, is
    something else. Look at how the sizes are put together.
    """

    def num_flat_features(x: Tensor) -> int:
        return sum(x.size()[1:])


class takes_images_for_square(Mistake, caught_by="test_one_sample"):
    """Height and width are taken to be the same

    One side is used twice, as if all images were square. In a batch of shape (3, 2, 7, 3) height and width differ.
    Each size after the first should be used once.
    """

    def num_flat_features(x: Tensor) -> int:
        return x.shape[1] * x.shape[-1] ** 2 if x.dim() == 4 else math.prod(x.shape[1:])

    class form2:
        def num_flat_features(x: Tensor) -> int:
            return x.shape[1] * x.shape[-1] ** 2 if x.dim() > 2 else math.prod(x.shape[1:])

    class form3:
        def num_flat_features(x: Tensor) -> int:
            return x.shape[1] * x.shape[2] ** 2

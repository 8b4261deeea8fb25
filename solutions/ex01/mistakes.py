"""ex01: known mistakes, each a variation of the solution."""

from __future__ import annotations

import torch

from grader.mistakes import Mistake


class always_576(Mistake, caught_by="test_one_sample"):
    """The number of one network, written down

    576 is right for one network and one size of image. Your function should find it out from the batch it is given.
    """

    def num_flat_features(x: Tensor) -> int:
        return 16 * 6 * 6


class counts_on_four_dimensions(Mistake, caught_by="test_any_shape"):
    """Written for four dimensions only

    Your function names each size by its place, so it works for batches of images and for nothing else. Use all
    sizes behind the first, however many there are.
    """

    def num_flat_features(x: Tensor) -> int:
        return x.size(1) * x.size(2) * x.size(3)


class divides_by_the_batch(Mistake, caught_by="test_empty_batch"):
    """Divided by the number of samples

    All numbers divided by the number of samples is right until a batch is empty: then it is a division by zero. The
    shape alone tells how large a sample is.
    """

    def num_flat_features(x: Tensor) -> int:
        return x.numel() // len(x)


class keeps_the_last_size(Mistake, caught_by="test_one_sample"):
    """Each round forgets the one before

    You store each size instead of the product, so the last size alone is left. Each round should go on from
    what the rounds before have made.
    """

    def num_flat_features(x: Tensor) -> int:
        features = 1
        for size in x.size()[1:]:
            features = size
        return features


class leaves_out_the_channels(Mistake, caught_by="test_one_sample"):
    """The channels are left out

    You left out two sizes, and the second one belongs to the sample: 16 channels of 6 by 6 are 16 times as many
    numbers as one. Only the first size counts samples.
    """

    def num_flat_features(x: Tensor) -> int:
        features = 1
        for size in x.size()[2:]:
            features *= size
        return features


class looks_at_the_first_sample(Mistake, caught_by="test_empty_batch"):
    """One sample taken out and measured

    Your function counts what is in the first sample, and an empty batch has no first sample. The shape alone tells
    how large a sample would be.
    """

    def num_flat_features(x: Tensor) -> int:
        return x[0].numel()


class multiplies_all_sizes(Mistake, caught_by="test_batch_size_does_not_count"):
    """The samples are counted too

    You multiplied all the sizes, the first one included. The first size says how many samples there are, and that
    does not make one of them larger.
    """

    def num_flat_features(x: Tensor) -> int:
        features = 1
        for size in x.size():
            features *= size
        return features


class returns_a_tensor(Mistake, caught_by="test_returns_an_int"):
    """A tensor where a plain int was asked for

    The number is right, but it comes in a tensor. A layer's size is a plain int, and so are the sizes in a shape.
    """

    def num_flat_features(x: Tensor) -> int:
        return torch.prod(torch.tensor(x.shape[1:]))


class returns_inside_the_loop(Mistake, caught_by="test_one_sample"):
    """The loop ends in its first round

    Your return stands inside the loop, so the function is over after one size. A return belongs where the product
    is complete.
    """

    def num_flat_features(x: Tensor) -> int:
        features = 1
        for size in x.size()[1:]:
            features *= size
            return features


class returns_the_flat_tensor(Mistake, caught_by="test_one_sample"):
    """The flattened tensor in place of its length

    You flattened x and returned the tensor itself, with the numbers of all samples in it. Asked for is how many
    numbers one sample has.
    """

    def num_flat_features(x: Tensor) -> int:
        return torch.flatten(x)


class squeezes_first(Mistake, caught_by="test_one_sample"):
    """squeeze() takes more than you meant

    squeeze() drops every dimension of size 1, also the first one of a batch of one sample. Then the channels pass
    for the samples.
    """

    def num_flat_features(x: Tensor) -> int:
        features = 1
        for size in x.squeeze().size()[1:]:
            features *= size
        return features


class starts_at_zero(Mistake, caught_by="test_one_sample"):
    """The product starts at 0

    Whatever you multiply 0 by, it stays 0. A sum starts at 0; think of the number that changes nothing when you
    multiply by it.
    """

    def num_flat_features(x: Tensor) -> int:
        features = 0
        for size in x.size()[1:]:
            features *= size
        return features


class sums_the_sizes(Mistake, caught_by="test_one_sample"):
    """Sizes added instead of multiplied

    You added the sizes of the dimensions. A block of 2 by 3 by 4 numbers holds 2 * 3 * 4 of them, not 2 + 3 + 4.
    """

    def num_flat_features(x: Tensor) -> int:
        return sum(x.size()[1:])

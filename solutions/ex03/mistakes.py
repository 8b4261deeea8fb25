"""ex03: known mistakes, each a variation of the solution."""

from __future__ import annotations

import math

from grader.mistakes import Mistake


class always_576(Mistake, caught_by="test_flat"):
    """576 written down as a number

    Your function returns 576 whatever it is asked. That is right for 30 to 33 pixels with 3x3 kernels; other images
    and kernels end in other sizes.
    """

    def flat_size(image_size, kernel_size=3):
        trace_shapes(image_size, kernel_size)
        return 576


class always_halves(Mistake, caught_by="test_pooling_settings"):
    """Pooling always halves

    You divided by the kernel size and looked at nothing else, which is right only for windows that stand side by
    side. A stride or a padding that is given changes how many windows fit.
    """

    def max_pool2d_size(size, kernel_size, stride=None, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        length = size // kernel_size
        require_positive(length=length)
        return length


class channels_last(Mistake, caught_by="test_trace"):
    """Channels put last

    You put the channels behind height and width, as image files and plotting tools do. PyTorch's layers keep the
    channels in front: (channels, height, width).
    """

    def trace_shapes(image_size, kernel_size=3):
        conv1 = conv2d_size(image_size, kernel_size)
        pool1 = max_pool2d_size(conv1, 2)
        conv2 = conv2d_size(pool1, kernel_size)
        pool2 = max_pool2d_size(conv2, 2)
        return [
            (image_size, image_size, 1),
            (conv1, conv1, 6),
            (pool1, pool1, 6),
            (conv2, conv2, 16),
            (pool2, pool2, 16),
        ]

    def flat_size(image_size, kernel_size=3):
        height, width, channels = trace_shapes(image_size, kernel_size)[-1]
        return channels * height * width


class cuts_towards_zero(Mistake, caught_by="test_nothing_left"):
    """Rounded towards zero instead of down

    You cut off the digits after the point, which turns -0.5 into 0 and not into -1, so a kernel that does not fit
    seems to have one place. Rounding down and cutting off differ below zero.
    """

    def conv2d_size(size, kernel_size, stride=1, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        length = int((size + 2 * padding - kernel_size) / stride) + 1
        require_positive(length=length)
        return length


class divides_without_rounding(Mistake, caught_by="test_stride"):
    """Steps divided without rounding down

    You let a part of a step count, so that a side can come out as 14.5 pixels. A kernel stands in whole places
    only: steps that do not fit any more are dropped.
    """

    def conv2d_size(size, kernel_size, stride=1, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        length = (size + 2 * padding - kernel_size) / stride + 1
        require_positive(length=length)
        return length


class drops_the_validation(Mistake, caught_by="test_below_one"):
    """The given first lines are gone

    The first line of both functions refused a size, a kernel or a stride below 1. Without it, a stride of 0 ends in
    a ZeroDivisionError, and a kernel of 0 pixels seems to fit.
    """

    def conv2d_size(size, kernel_size, stride=1, padding=0):
        length = (size + 2 * padding - kernel_size) // stride + 1
        if length < 1:
            raise ValueError("nothing is left")
        return length

    def max_pool2d_size(size, kernel_size, stride=None, padding=0):
        if stride is None:
            stride = kernel_size
        return conv2d_size(size, kernel_size, stride, padding)


class flattens_before_the_last_pooling(Mistake, caught_by="test_flat"):
    """The last pooling forgotten

    You flattened what conv2 leaves, 16 channels of 13 by 13 for 32 pixels. One more pooling stands between conv2
    and fc1.
    """

    def flat_size(image_size, kernel_size=3):
        channels, height, width = trace_shapes(image_size, kernel_size)[-2]
        return channels * height * width


class forgets_the_channels(Mistake, caught_by="test_flat"):
    """Only one channel flattened

    You counted the pixels of a single channel. Flattening lays all channels end to end, so each of them counts.
    """

    def flat_size(image_size, kernel_size=3):
        channels, height, width = trace_shapes(image_size, kernel_size)[-1]
        return height * width


class forgets_the_first_place(Mistake, caught_by="test_convolution"):
    """The kernel's first place not counted

    You counted the steps that the kernel takes, but not the place where it stands before its first step. Count
    both: a kernel as long as the side takes no step at all and still has one place.
    """

    def conv2d_size(size, kernel_size, stride=1, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        if size + 2 * padding < kernel_size:
            raise ValueError("the kernel is larger than the image")
        return (size + 2 * padding - kernel_size) // stride

    def max_pool2d_size(size, kernel_size, stride=None, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        if stride is None:
            stride = kernel_size
        length = (size + 2 * padding - kernel_size) // stride + 1
        require_positive(length=length)
        return length


class ignores_the_kernel(Mistake, caught_by="test_convolution"):
    """Kernel size left out of the convolution

    You let the kernel stand at every pixel, as if it had no length. A kernel of 3 pixels cannot start at the last
    pixel of a side, since it would hang over the edge.
    """

    def conv2d_size(size, kernel_size, stride=1, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        if kernel_size > size + 2 * padding:
            raise ValueError("the kernel is larger than the image")
        return (size + 2 * padding - 1) // stride + 1


class leaves_out_the_image(Mistake, caught_by="test_trace"):
    """The image's own shape left out

    Your list begins after conv1. The first of the five shapes is the image's own, before any layer has touched it.
    """

    def trace_shapes(image_size, kernel_size=3):
        conv1 = conv2d_size(image_size, kernel_size)
        pool1 = max_pool2d_size(conv1, 2)
        conv2 = conv2d_size(pool1, kernel_size)
        pool2 = max_pool2d_size(conv2, 2)
        return [
            (6, conv1, conv1),
            (6, pool1, pool1),
            (16, conv2, conv2),
            (16, pool2, pool2),
        ]


class lists_for_shapes(Mistake, caught_by="test_returns_ints"):
    """Each shape is a list instead of a tuple

    Your shapes hold the right numbers, but they are lists. Asked for is a list of tuples, as PyTorch's own shapes
    are tuples: whoever compares one with (6, 30, 30) would be told that it differs.
    """

    def trace_shapes(image_size, kernel_size=3):
        conv1 = conv2d_size(image_size, kernel_size)
        pool1 = max_pool2d_size(conv1, 2)
        conv2 = conv2d_size(pool1, kernel_size)
        pool2 = max_pool2d_size(conv2, 2)
        return [
            [1, image_size, image_size],
            [6, conv1, conv1],
            [6, pool1, pool1],
            [16, conv2, conv2],
            [16, pool2, pool2],
        ]


class multiplies_by_stride_first(Mistake, caught_by="test_stride"):
    """The stride divides the whole side

    You divided the whole side by the stride and took off the kernel afterwards. The kernel needs its room first:
    only what is left beside it is walked in steps.
    """

    def conv2d_size(size, kernel_size, stride=1, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        length = (size + 2 * padding) // stride - kernel_size + 1
        require_positive(length=length)
        return length

    def max_pool2d_size(size, kernel_size, stride=None, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        if stride is None:
            stride = kernel_size
        length = (size + 2 * padding - kernel_size) // stride + 1
        require_positive(length=length)
        return length


class one_kernel_size_for_all(Mistake, caught_by="test_trace_any"):
    """Kernel size written down as 3

    Your shapes are right for 3x3 kernels, and stay the same when another kernel_size is asked for. The argument has
    to reach both convolutions.
    """

    def trace_shapes(image_size, kernel_size=3):
        conv1 = conv2d_size(image_size, 3)
        pool1 = max_pool2d_size(conv1, 2)
        conv2 = conv2d_size(pool1, 3)
        pool2 = max_pool2d_size(conv2, 2)
        return [
            (1, image_size, image_size),
            (6, conv1, conv1),
            (6, pool1, pool1),
            (16, conv2, conv2),
            (16, pool2, pool2),
        ]


class pads_one_end(Mistake, caught_by="test_padding"):
    """Padding counted at one end only

    You added the padding once, so that 30 pixels with padding 1 and a 3x3 kernel came out as 29. PyTorch pads a
    side at both of its ends.
    """

    def conv2d_size(size, kernel_size, stride=1, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        length = (size + padding - kernel_size) // stride + 1
        require_positive(length=length)
        return length


class pools_in_the_convnet(Mistake, caught_by="test_convnet"):
    """Pooling where there is none

    You pooled after each convolution, as ex02's network does. This network has two convolutions and no pooling, so
    its sides shrink by the kernels alone.
    """

    def convnet_flat_size(image_size=28):
        side = max_pool2d_size(conv2d_size(image_size, 3), 2)
        side = max_pool2d_size(conv2d_size(side, 3), 2)
        return 5 * side * side


class pools_with_stride_one(Mistake, caught_by="test_pooling"):
    """Pooling windows moved one pixel at a time

    Your pooling windows overlap, as if the stride were 1. Unless a stride is given, PyTorch puts pooling windows
    side by side.
    """

    def max_pool2d_size(size, kernel_size, stride=None, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        if stride is None:
            stride = 1
        return conv2d_size(size, kernel_size, stride, padding)


class pools_with_the_kernel(Mistake, caught_by="test_trace"):
    """The convolutions' kernel used for pooling too

    You handed kernel_size on to the poolings. It is the size of the two convolutions' kernels; the pooling windows
    of this network are 2x2 whatever the kernels are.
    """

    def trace_shapes(image_size, kernel_size=3):
        conv1 = conv2d_size(image_size, kernel_size)
        pool1 = max_pool2d_size(conv1, kernel_size)
        conv2 = conv2d_size(pool1, kernel_size)
        pool2 = max_pool2d_size(conv2, kernel_size)
        return [
            (1, image_size, image_size),
            (6, conv1, conv1),
            (6, pool1, pool1),
            (16, conv2, conv2),
            (16, pool2, pool2),
        ]


class returns_nothing_left(Mistake, caught_by=("test_nothing_left", "test_below_one", "test_image_too_small")):
    """Sides of zero or less returned

    You returned a side of 0 pixels, or fewer, where the kernel does not fit at all. No layer can make such an
    image: look at the result before you return it.
    """

    def conv2d_size(size, kernel_size, stride=1, padding=0):
        return (size + 2 * padding - kernel_size) // stride + 1

    def max_pool2d_size(size, kernel_size, stride=None, padding=0):
        if stride is None:
            stride = kernel_size
        return conv2d_size(size, kernel_size, stride, padding)


class rounds_to_nearest(Mistake, caught_by="test_stride"):
    """Rounded to the nearest whole number

    You rounded half a step to the nearest whole one, which sometimes goes up. A step that fits only in part never
    counts, however large that part is.
    """

    def conv2d_size(size, kernel_size, stride=1, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        if size + 2 * padding < kernel_size:
            raise ValueError("the kernel is larger than the image")
        return round((size + 2 * padding - kernel_size) / stride + 1)


class rounds_up(Mistake, caught_by="test_stride"):
    """Rounded up where PyTorch rounds down

    You gave the rest at the end of a side a place of its own. PyTorch drops what does not fill a whole step or
    window, so 13 pixels hold six 2x2 windows and not seven.
    """

    def conv2d_size(size, kernel_size, stride=1, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        length = math.ceil((size + 2 * padding - kernel_size) / stride) + 1
        require_positive(length=length)
        return length

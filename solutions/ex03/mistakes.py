"""ex03: known mistakes, each a variation of the solution."""

from __future__ import annotations

import math

from grader.mistakes import Mistake


class adds_the_sizes(Mistake, caught_by="test_flat"):
    """The three sizes are added

    `flat_size` adds channels, height and width. 16 channels of 6 by 6 pixels are a block of numbers, and flattening
    keeps each of them. How many numbers does a block of 2 by 3 hold? Look at the operator between the sizes.
    """

    def flat_size(image_size, kernel_size=3):
        return sum(trace_shapes(image_size, kernel_size)[-1])


class always_2880(Mistake, caught_by="test_convnet"):
    """2880 is written down as a number

    `convnet_flat_size` gives 2880, whatever the image is. That is right for 28 pixels. A larger image leaves more
    numbers. Look at where `image_size` is used.
    """

    def convnet_flat_size(image_size=28):
        require_positive(length=image_size - 4)
        return 5 * 24 * 24


class always_576(Mistake, caught_by="test_flat"):
    """576 is written down as a number

    `flat_size` returns 576, whatever it is asked. That is right for 30 to 33 pixels with 3x3 kernels. Other images
    and kernels end in other sizes. Look at what `trace_shapes` says about the last layer.
    """

    def flat_size(image_size, kernel_size=3):
        trace_shapes(image_size, kernel_size)
        return 576


class always_halves(Mistake, caught_by="test_pooling_settings"):
    """Pooling divides by the kernel size only

    The side is divided by the kernel size, and nothing else counts. That is right only for windows that stand side
    by side. A stride or a padding that is given changes how many windows fit. Look at the arguments that the
    function does not use.
    """

    def max_pool2d_size(size, kernel_size, stride=None, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        length = size // kernel_size
        require_positive(length=length)
        return length


class another_default_kernel(Mistake, caught_by="test_trace"):
    """The default kernel size is another one

    Without a `kernel_size`, `trace_shapes` should use 3x3 kernels, and it uses others. The first line of the
    function says what is used when the caller gives nothing. Compare it with the stub.
    """

    def trace_shapes(image_size, kernel_size=5):
        conv1 = conv2d_size(image_size, kernel_size)
        pool1 = max_pool2d_size(conv1, 2)
        conv2 = conv2d_size(pool1, kernel_size)
        pool2 = max_pool2d_size(conv2, 2)
        shapes = (1, image_size), (6, conv1), (6, pool1), (16, conv2), (16, pool2)
        return [(channels, side, side) for channels, side in shapes]


class channels_last(Mistake, caught_by="test_trace"):
    """The channels are put last

    Each shape has the channels after height and width, as image files and plotting tools do. PyTorch's layers keep
    the channels in front: (channels, height, width). Look at the order in each tuple.
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


class clamps_at_zero(Mistake, caught_by="test_nothing_left"):
    """A kernel that does not fit leaves 0 or 1 pixels

    Where the kernel is longer than the side, the result is set to a smallest value. No layer makes such an image:
    PyTorch stops with an error there. Look at what the docstring says about a result below 1.
    """

    def conv2d_size(size, kernel_size, stride=1, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        return max(0, (size + 2 * padding - kernel_size) // stride + 1)

    class form2:
        def conv2d_size(size, kernel_size, stride=1, padding=0):
            require_positive(size=size, kernel_size=kernel_size, stride=stride)
            return max(1, (size + 2 * padding - kernel_size) // stride + 1)


class cuts_towards_zero(Mistake, caught_by="test_nothing_left"):
    """The result is rounded towards zero, not down

    The digits after the point are cut off. That turns -0.5 into 0 and not into -1, so a kernel that does not fit
    seems to have one place. Below zero, cutting off and rounding down differ. Look at `int(...)`.
    """

    def conv2d_size(size, kernel_size, stride=1, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        length = int((size + 2 * padding - kernel_size) / stride) + 1
        require_positive(length=length)
        return length


class divides_without_rounding(Mistake, caught_by="test_stride"):
    """The steps are divided without rounding down

    A part of a step counts, so a side can come out as 14.5 pixels. A kernel stands in whole places only, and a step
    that does not fit is left out. Look at the division, and at which kind of division gives an int.
    """

    def conv2d_size(size, kernel_size, stride=1, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        length = (size + 2 * padding - kernel_size) / stride + 1
        require_positive(length=length)
        return length


class doubles_the_channels(Mistake, caught_by="test_trace"):
    """conv2 makes another number of channels

    The sides are right, and the channels after `conv2` are not. The net of ex02 has 16 there. A convolution sets
    its own number of channels: it does not follow from the number before. Look at the docstring.
    """

    def trace_shapes(image_size, kernel_size=3):
        side, shapes = image_size, [(1, image_size, image_size)]
        for channels in (6, 12):
            for layer, size in ((conv2d_size, kernel_size), (max_pool2d_size, 2)):
                side = layer(side, size)
                shapes.append((channels, side, side))
        return shapes


class drops_the_validation(Mistake, caught_by="test_below_one"):
    """The given first lines are gone

    The first line of both functions is missing, or does not stop what it should. It refuses a size, a kernel or a
    stride below 1. Without it, a stride of 0 ends in a `ZeroDivisionError`, and a kernel of 0 pixels seems to fit.
    Compare with the stub.
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
    """The last pooling is left out

    `flat_size` uses the shape that `conv2` leaves: 16 channels of 13 by 13 for 32 pixels. One more pooling stands
    between `conv2` and `fc1`. Look at which of the five shapes is used.
    """

    def flat_size(image_size, kernel_size=3):
        channels, height, width = trace_shapes(image_size, kernel_size)[-2]
        return channels * height * width


class floor_makes_floats(Mistake, caught_by="test_returns_ints"):
    """The sizes are floats

    The sides are right, but they are floats such as 30.0. Rounding down a float with `// 1` or with NumPy's `floor`
    gives a float again. Look at which division gives an int right away.
    """

    def conv2d_size(size, kernel_size, stride=1, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        length = (size + 2 * padding - kernel_size) / stride // 1 + 1
        require_positive(length=length)
        return length


class forgets_the_channels(Mistake, caught_by="test_flat"):
    """Only one channel is flattened

    `flat_size` counts the pixels of a single channel. Flattening puts all channels end to end, so each of them
    counts. Look at the three numbers of the last shape.
    """

    def flat_size(image_size, kernel_size=3):
        channels, height, width = trace_shapes(image_size, kernel_size)[-1]
        return height * width


class forgets_the_first_place(Mistake, caught_by="test_convolution"):
    """The kernel's first place is not counted

    The result is the number of steps that the kernel takes. The place where it stands before its first step is left
    out. A kernel as long as the side takes no step and still has one place. Try it with a kernel of 3 on 3 pixels.
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
    """The kernel size is left out of the convolution

    The kernel is let stand at every pixel, as if it had no length. A kernel of 3 pixels cannot start at the last
    pixel of a side: it would hang over the edge. Look for `kernel_size` in the formula.
    """

    def conv2d_size(size, kernel_size, stride=1, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        if kernel_size > size + 2 * padding:
            raise ValueError("the kernel is larger than the image")
        return (size + 2 * padding - 1) // stride + 1


class kernel_not_handed_on(Mistake, caught_by="test_flat_of_other_kernels"):
    """flat_size does not use its kernel size

    `flat_size` gives the same result for every `kernel_size`. Larger kernels leave a smaller image. Look at what is
    handed on to the function that traces the shapes.
    """

    def flat_size(image_size, kernel_size=3):
        return math.prod(trace_shapes(image_size)[-1])


class leaves_out_the_image(Mistake, caught_by="test_trace"):
    """The image's own shape is left out

    The list begins after `conv1`. The first of the five shapes is that of the image, before any layer. Count the
    entries of the list.
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
    """Each shape is a list and not a tuple

    The numbers are right, but each shape is a list. PyTorch's own shapes are tuples, and a list never equals a
    tuple such as (6, 30, 30). Look at the brackets around the three numbers.
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

    The whole side is divided by the stride, and the kernel is taken off afterwards. The kernel needs its place
    first. Only the pixels that are left beside it are walked in steps. Look at the order of the two.
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


class one_channel_in_the_convnet(Mistake, caught_by="test_convnet"):
    """Only one channel of the convnet is counted

    `convnet_flat_size` counts the pixels of one channel. The second convolution has 5 channels out, and each of
    them holds as many numbers. Look at the docstring.
    """

    def convnet_flat_size(image_size=28):
        return conv2d_size(conv2d_size(image_size, 3), 3) ** 2


class one_kernel_size_for_all(Mistake, caught_by="test_trace_any"):
    """The kernel size is written down as 3

    The shapes are right for 3x3 kernels, and stay the same when another `kernel_size` is asked for. Both
    convolutions should use the argument. Look for numbers in the code that should be a name.
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


class operator_precedence(Mistake, caught_by="test_stride"):
    """The division takes in the kernel size only

    `//` and `/` bind more tightly than `-`. Without parentheses, only the kernel size is divided by the stride. All
    the pixels that are left beside the kernel should be. Work out the result by hand for a stride of 2.
    """

    def conv2d_size(size, kernel_size, stride=1, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        length = size + 2 * padding - kernel_size // stride + 1
        require_positive(length=length)
        return length


class padding_ignored(Mistake, caught_by="test_padding"):
    """The padding is not used

    `conv2d_size` gives the same result for every `padding`. Padding makes the side longer at both ends before the
    kernel walks along it. Look for `padding` in the formula.
    """

    def conv2d_size(size, kernel_size, stride=1, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        length = (size - kernel_size) // stride + 1
        require_positive(length=length)
        return length

    def max_pool2d_size(size, kernel_size, stride=None, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        length = (size + 2 * padding - kernel_size) // (stride or kernel_size) + 1
        require_positive(length=length)
        return length


class pads_in_the_trace(Mistake, caught_by="test_trace"):
    """The convolutions are taken to keep the size

    The sides do not change at the convolutions. That needs padding, and the network of ex02 has none: each 3x3
    kernel takes two pixels off a side. Look at what `conv2d_size` gives for 32 pixels.
    """

    def trace_shapes(image_size, kernel_size=3):
        side, shapes = image_size, [(1, image_size, image_size)]
        for channels in (6, 16):
            side = conv2d_size(side, kernel_size, padding=kernel_size // 2)
            shapes.append((channels, side, side))
            side = max_pool2d_size(side, 2)
            shapes.append((channels, side, side))
        return shapes


class pads_one_end(Mistake, caught_by="test_padding"):
    """Padding is counted at one end only

    The padding is added once: 30 pixels with padding 1 and a 3x3 kernel come out as 29. PyTorch pads a side at both
    of its ends. Look for `padding` in the formula.
    """

    def conv2d_size(size, kernel_size, stride=1, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        length = (size + padding - kernel_size) // stride + 1
        require_positive(length=length)
        return length


class pooling_rounds_up(Mistake, caught_by="test_pooling_rounds_down"):
    """Pooling is rounded up

    The rest at the end of a side gets a window of its own. PyTorch leaves out what does not fill a whole window: 13
    pixels hold six 2x2 windows, not seven. Look at which way the division rounds.
    """

    def max_pool2d_size(size, kernel_size, stride=None, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        length = math.ceil((size + 2 * padding - kernel_size) / (stride or kernel_size)) + 1
        require_positive(length=length)
        return length


class pools_in_the_convnet(Mistake, caught_by="test_convnet"):
    """Pooling where there is none

    A pooling follows each convolution, as in the network of ex02. This network has two convolutions and no pooling,
    so only the kernels make its sides shorter. Look at the layers that the docstring names.
    """

    def convnet_flat_size(image_size=28):
        side = max_pool2d_size(conv2d_size(image_size, 3), 2)
        side = max_pool2d_size(conv2d_size(side, 3), 2)
        return 5 * side * side


class pools_with_stride_one(Mistake, caught_by="test_pooling"):
    """The pooling windows move by one pixel

    The pooling windows overlap, as if the stride were 1. When no stride is given, PyTorch puts the windows side by
    side. How far does a window of 2 move then? Look at what stands in for `None`.
    """

    def max_pool2d_size(size, kernel_size, stride=None, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        if stride is None:
            stride = 1
        return conv2d_size(size, kernel_size, stride, padding)


class pools_with_the_kernel(Mistake, caught_by="test_trace"):
    """The convolutions' kernel is used for pooling too

    The poolings use `kernel_size` as their window. It is the size of the two convolutions' kernels only. The
    windows of this network are 2x2, whatever the kernels are. Look at what the poolings are given.
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


class raises_another_error(Mistake, caught_by="test_nothing_left"):
    """Another error than ValueError is raised

    A kernel that does not fit is refused, but with another error, such as an `AssertionError`. Code that catches a
    `ValueError` misses it. Look at the docstring, and at the statement that stops the function.
    """

    def conv2d_size(size, kernel_size, stride=1, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        length = (size + 2 * padding - kernel_size) // stride + 1
        assert length >= 1, "the kernel does not fit"
        return length

    class form2:
        def conv2d_size(size, kernel_size, stride=1, padding=0):
            require_positive(size=size, kernel_size=kernel_size, stride=stride)
            length = (size + 2 * padding - kernel_size) // stride + 1
            if length < 1:
                raise RuntimeError("the kernel does not fit")
            return length


class returns_nothing_left(Mistake, caught_by=("test_nothing_left", "test_below_one", "test_image_too_small")):
    """Sides of zero or less are returned

    Where the kernel does not fit at all, the result is 0 or a number below. No layer can make such an image. Look
    at the result before it is returned, and at the first line that was given.
    """

    def conv2d_size(size, kernel_size, stride=1, padding=0):
        return (size + 2 * padding - kernel_size) // stride + 1

    def max_pool2d_size(size, kernel_size, stride=None, padding=0):
        if stride is None:
            stride = kernel_size
        return conv2d_size(size, kernel_size, stride, padding)


class rounds_to_nearest(Mistake, caught_by="test_stride"):
    """The result is rounded to the nearest whole number

    A half step is rounded to the nearest whole one, which sometimes goes up. A step that fits only in part never
    counts, however large that part is. Look at `round(...)`.
    """

    def conv2d_size(size, kernel_size, stride=1, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        if size + 2 * padding < kernel_size:
            raise ValueError("the kernel is larger than the image")
        return round((size + 2 * padding - kernel_size) / stride + 1)


class rounds_up(Mistake, caught_by="test_stride"):
    """The result is rounded up

    The rest at the end of a side gets a place of its own. PyTorch leaves out what does not fill a whole step or
    window: 13 pixels hold six 2x2 windows, not seven. Look at which way the division rounds.
    """

    def conv2d_size(size, kernel_size, stride=1, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        length = math.ceil((size + 2 * padding - kernel_size) / stride) + 1
        require_positive(length=length)
        return length


class stride_ignored(Mistake, caught_by="test_stride"):
    """The stride is not used

    `conv2d_size` gives the same result for every `stride`, as if the kernel always moved by one pixel. A stride of
    2 leaves about half of the places. Look for `stride` in the formula.
    """

    def conv2d_size(size, kernel_size, stride=1, padding=0):
        require_positive(size=size, kernel_size=kernel_size, stride=stride)
        length = size + 2 * padding - kernel_size + 1
        require_positive(length=length)
        return length

    class form2:
        def conv2d_size(size, kernel_size, stride=1, padding=0):
            require_positive(size=size, kernel_size=kernel_size, stride=stride)
            length = size + 2 * padding - kernel_size + 1
            require_positive(length=length)
            return length

        def max_pool2d_size(size, kernel_size, stride=None, padding=0):
            require_positive(size=size, kernel_size=kernel_size, stride=stride)
            length = (size + 2 * padding - kernel_size) // (stride or kernel_size) + 1
            require_positive(length=length)
            return length

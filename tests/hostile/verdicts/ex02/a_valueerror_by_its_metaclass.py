"""Claims: issubclass(..., ValueError) is True, since its metaclass says so."""

EXPECT = "points lost"
CHECKS = ("test_as_minibatch_refuses",)


import builtins


class Lies(type):
    def mro(cls):
        return [cls, RuntimeError, Exception, BaseException, object]

    def __subclasscheck__(cls, kind):
        return True

    def __eq__(cls, other):
        return other is builtins.ValueError

    __hash__ = type.__hash__


class NotAnImage(RuntimeError, metaclass=Lies):
    pass


def as_minibatch(image):
    if image.dim() != 3:
        raise NotAnImage
    return image[None]

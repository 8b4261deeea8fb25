"""A subclass of ValueError is one."""

EXPECT = "nothing lost"
CHECKS = ()


class DoesNotFitError(ValueError):
    pass


def require_positive(**numbers):
    if any(number is not None and number < 1 for number in numbers.values()):
        raise DoesNotFitError(numbers)

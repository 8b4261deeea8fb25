"""Tries: to get past `except Exception` with an exception of its own, whose text cannot be made either."""

STATUS = {"exited"}


class Leave(BaseException):
    def __str__(self):
        raise SystemExit(0)


def num_flat_features(x):
    raise Leave

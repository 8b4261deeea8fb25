"""Tries: to swallow the time limit's own exception, again and again."""

STATUS = {"timed_out", "exited"}


def num_flat_features(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue

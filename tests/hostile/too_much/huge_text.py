"""Tries: to fill the report with text: a long key, a long message, a long line."""

STATUS = {"graded"}


def num_flat_features(x):
    if x.dim() == 4:
        return {"key" * 300_000: ["text" * 200_000] * 100}
    raise ValueError("message " * 10**6)

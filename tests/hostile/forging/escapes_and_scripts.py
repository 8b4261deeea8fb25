"""Tries: to reach whoever reads the report: terminal escapes, HTML, formulas, in what it prints and returns."""

STATUS = {"graded"}

TEXT = "\x1b]0;owned\x07\x1b[2J\x9b31m<script>alert(1)</script><img src=x onerror=alert(1)>=cmd|' /C calc'!A0\u202e]]>"


class Sly:
    pass


Sly.__name__ = TEXT[:80]


def num_flat_features(x):
    print(TEXT)
    if x.dim() == 4:
        return Sly()
    if x.dim() == 2:
        return {TEXT: TEXT}
    raise ValueError(TEXT)

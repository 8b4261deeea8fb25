"""``kata watch``: an exercise checked at every save, from a process that has PyTorch loaded.

`session` decides what happens; `keyboard`, `saves` and `checks` put events into its queue, `screen` shows. A check runs
in a process of its own: a fork of `warm_process`, or, on systems without fork, a `fresh_process` started beforehand.
"""

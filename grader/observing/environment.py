"""The environment in which code is checked: the same on every machine."""

SAME_EVERYWHERE = {"CUDA_VISIBLE_DEVICES": "", "TORCHDYNAMO_DISABLE": "1"}
"""No GPU, and ``torch.compile`` returns what it is given: compiling starts processes and takes longer than the checks.

Must be set before torch is imported.
"""

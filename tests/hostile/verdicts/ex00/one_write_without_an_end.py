"""Both lines in one write, without a line break at the very end."""

EXPECT = "nothing lost"
CHECKS = ()


import sys


class ChildClass(ParentClass):
    def __init__(self):
        super().__init__()
        print("Initialize_child")

    def func2(self, num):
        super().func1(num)
        sys.stdout.write(f"child\n{num}")

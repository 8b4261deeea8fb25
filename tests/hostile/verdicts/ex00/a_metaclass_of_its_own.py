"""An abstract base class as metaclass changes nothing."""

EXPECT = "nothing lost"
CHECKS = ()


import abc


class ChildClass(ParentClass, metaclass=abc.ABCMeta):
    def __init__(self):
        super().__init__()
        print("Initialize_child")

    def func2(self, num):
        super().func1(num)
        print("child")
        print(num)

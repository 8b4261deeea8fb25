"""Claims: the parent's func1 runs; it is given None for self."""

EXPECT = "points lost"
CHECKS = ("test_func2_asks_the_parent",)


class ChildClass(ParentClass):
    def __init__(self):
        super().__init__()
        print("Initialize_child")

    def func2(self, num):
        ParentClass.func1(None, num)
        print("child")
        print(num)

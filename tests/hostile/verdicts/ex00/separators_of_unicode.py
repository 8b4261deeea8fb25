"""Claims: lines; str.splitlines() sees them, a terminal shows one line."""

EXPECT = "points lost"
CHECKS = ("test_creating_a_child", "test_func2_prints")


class ChildClass(ParentClass):
    def __init__(self):
        print("Initialize_parent", end="\u2028")
        print("Initialize_child")

    def func2(self, num):
        super().func1(num)
        print("child", num, sep="\x85")

"""Claims: the parent's __init__ runs; it sets up another object, and the child stays bare."""

EXPECT = "points lost"
CHECKS = ("test_the_parent_is_asked",)


class ChildClass(ParentClass):
    def __init__(self):
        self.parent = ParentClass()
        print("Initialize_child")

    def func2(self, num):
        super().func1(num)
        print("child")
        print(num)

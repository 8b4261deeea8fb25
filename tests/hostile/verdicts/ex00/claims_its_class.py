"""Claims: its __class__ is a ParentClass."""

EXPECT = "points lost"
CHECKS = ("test_the_parent_is_asked",)


class ChildClass:
    def __init__(self):
        ParentClass.__init__(self)
        print("Initialize_child")

    @property
    def __class__(self):
        return ParentClass

    def func2(self, num):
        ParentClass.func1(self, num)
        print("child")
        print(num)

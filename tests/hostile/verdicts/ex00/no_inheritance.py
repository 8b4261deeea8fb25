"""Claims: prints and calls what it should; ChildClass owns a ParentClass instead of being one."""

EXPECT = "points lost"
CHECKS = ("test_the_parent_is_asked",)


class ChildClass:
    def __init__(self):
        self.parent = ParentClass()
        print("Initialize_child")

    def func2(self, num):
        self.parent.func1(num)
        print("child")
        print(num)

"""ParentClass is the grandparent."""

EXPECT = "nothing lost"
CHECKS = ()


class Middle(ParentClass):
    pass


class ChildClass(Middle):
    def __init__(self):
        super().__init__()
        print("Initialize_child")

    def func2(self, num):
        super().func1(num)
        print("child")
        print(num)

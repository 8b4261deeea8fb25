"""The child's own func1 hands over to the parent's."""

EXPECT = "nothing lost"
CHECKS = ()


class ChildClass(ParentClass):
    def __init__(self):
        super().__init__()
        print("Initialize_child")

    def func1(self, num):
        return super().func1(num)

    def func2(self, num):
        self.func1(num)
        print("child")
        print(num)

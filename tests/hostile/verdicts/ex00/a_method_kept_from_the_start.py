"""The parent's method is looked up once, when the child is made."""

EXPECT = "nothing lost"
CHECKS = ()


class ChildClass(ParentClass):
    def __init__(self):
        super().__init__()
        self.ask_the_parent = super().func1
        print("Initialize_child")

    def func2(self, num):
        self.ask_the_parent(num)
        print("child")
        print(num)

"""Claims: four lines; an empty fifth one follows."""

EXPECT = "points lost"
CHECKS = ("test_func2_prints",)


class ChildClass(ParentClass):
    def __init__(self):
        super().__init__()
        print("Initialize_child")

    def func2(self, num):
        super().func1(num)
        print("child")
        print(num, end="\n\n")

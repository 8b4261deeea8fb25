"""A mixin stands before ParentClass, and both are set up by super()."""

EXPECT = "nothing lost"
CHECKS = ()


class Speaks:
    def say(self, *things):
        print(*things, sep="\n")


class ChildClass(Speaks, ParentClass):
    def __init__(self):
        super().__init__()
        self.say("Initialize_child")

    def func2(self, num):
        self.func1(num)
        self.say("child", num)

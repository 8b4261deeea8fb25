"""Claims: issubclass(ChildClass, ParentClass) is True, since ParentClass says so."""

EXPECT = "points lost"
CHECKS = ("test_the_parent_is_asked",)


class Agrees(type):
    def __instancecheck__(cls, instance):
        return True

    def __subclasscheck__(cls, kind):
        return True


class ParentClass(metaclass=Agrees):
    def __init__(self):
        print("Initialize_parent")

    def func1(self, num):
        print("parent")
        print(num)


class ChildClass:
    def __init__(self):
        ParentClass.__init__(self)
        print("Initialize_child")

    def func2(self, num):
        ParentClass.func1(self, num)
        print("child")
        print(num)

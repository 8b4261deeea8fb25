"""ex00: known mistakes, each a variation of the solution."""

from __future__ import annotations

from grader.mistakes import Mistake


class changes_x(Mistake, caught_by="test_scale_leaves_x_alone"):
    """The product written into x itself

    *= writes into the tensor that the caller still uses, so x is no longer what it was. Make a new tensor for the
    output.
    """

    class Scale:
        def forward(self, x: Tensor) -> Tensor:
            x *= self.weight
            return x


class child_before_parent(Mistake, caught_by="test_creating_a_child"):
    """The child starts before its parent

    You let the child do its part first and the parent after it. What the child does may build on what the parent
    has set up, so the parent goes first.
    """

    class ChildClass:
        def __init__(self) -> None:
            print("Initialize_child")
            super().__init__()


class copies_func1(Mistake, caught_by="test_func2_asks_the_parent"):
    """func1's lines copied into func2

    You wrote the parent's two lines a second time. ChildClass inherits func1, so it can ask for those lines and
    they stay in one place.
    """

    class ChildClass:
        def func2(self, num: int) -> None:
            print("parent")
            print(num)
            print("child")
            print(num)


class copies_the_parents_start(Mistake, caught_by="test_the_parent_is_asked"):
    """The parent's line copied instead of its __init__ called

    Your child prints the parent's line itself, so the parent is never set up. Once the parent does more than print,
    or prints something else, the copy is wrong.
    """

    class ChildClass:
        def __init__(self) -> None:
            print("Initialize_parent")
            print("Initialize_child")


class forgets_the_parents_init(Mistake, caught_by="test_creating_a_child"):
    """The parent's __init__ is never called

    Your ChildClass has an __init__ of its own, and it runs in place of the parent's, not after it. Whatever the
    parent does at its start has to be asked for.
    """

    class ChildClass:
        def __init__(self) -> None:
            print("Initialize_child")


class forward_returns_nothing(Mistake, caught_by="test_scale_multiplies"):
    """forward computes the output and does not return it

    A function without a return hands back None. The product was computed and thrown away.
    """

    class Scale:
        def forward(self, x: Tensor) -> Tensor:
            x = self.weight * x


class func2_calls_itself(Mistake, caught_by="test_func2_prints"):
    """func2 calls itself for ever

    Your func2 calls func2, which calls func2 again, until Python gives up with a RecursionError. The two lines you
    want come from another method, the parent's.
    """

    class ChildClass:
        def func2(self, num: int) -> None:
            self.func2(num)
            print("child")
            print(num)


class func2_forgets_the_parent(Mistake, caught_by="test_func2_prints"):
    """func2 prints the child's lines alone

    Your func2 prints child and the number, and leaves out the two lines of the parent. A method of the child does
    not run the parent's method by itself.
    """

    class ChildClass:
        def func2(self, num: int) -> None:
            print("child")
            print(num)


class func2_returns_its_lines(Mistake, caught_by="test_func2_prints"):
    """func2 returns its lines instead of printing them

    Your func2 puts the lines into a string and hands it back. A returned value is seen only where the caller prints
    it; here func2 itself should print.
    """

    class ChildClass:
        def func2(self, num: int) -> None:
            return f"parent\n{num}\nchild\n{num}"


class module_not_set_up(Mistake, caught_by="test_scale_owns_a_parameter"):
    """nn.Module is never set up

    Your Scale stores a parameter before nn.Module has made the place where it keeps parameters, so PyTorch refuses.
    It is the same slip as a ChildClass that forgets its parent.
    """

    class Scale:
        def __init__(self, factor: float) -> None:
            self.weight = nn.Parameter(torch.tensor(factor))


class multiplies_by_the_factor(Mistake, caught_by=("test_scale_follows_its_weight", "test_scale_learns")):
    """forward uses the number put aside, not the parameter

    Your Scale owns a weight and multiplies by another number that only looks the same. Training would change the
    weight, and the output would stay what it was.
    """

    class Scale:
        def __init__(self, factor: float) -> None:
            super().__init__()
            self.weight = nn.Parameter(torch.tensor(factor))
            self.factor = factor

        def forward(self, x: Tensor) -> Tensor:
            return self.factor * x


class owns_a_parent(Mistake, caught_by="test_the_parent_is_asked"):
    """The child owns a parent instead of being one

    Your child keeps a ParentClass in an attribute and asks that one. It prints the right lines, but it inherits
    nothing: whoever asks the child for func1 gets an error.
    """

    class ChildClass(object):
        def __init__(self) -> None:
            self.parent = ParentClass()
            print("Initialize_child")

        def func2(self, num: int) -> None:
            self.parent.func1(num)
            print("child")
            print(num)


class plain_number(Mistake, caught_by="test_scale_owns_a_parameter"):
    """The weight is a plain number

    A Python number has no gradient, and nn.Module does not count it among its parameters. So nothing could ever
    train it.
    """

    class Scale:
        def __init__(self, factor: float) -> None:
            super().__init__()
            self.weight = factor


class prints_on_one_line(Mistake, caught_by="test_func2_prints"):
    """child and the number on one line

    A single print with two things in it puts both on one line. The parent gives each its own line, and func2 should
    go on that way.
    """

    class ChildClass:
        def func2(self, num: int) -> None:
            super().func1(num)
            print("child", num)


class sets_up_another_parent(Mistake, caught_by="test_the_parent_is_asked"):
    """A second object made instead of the parent's __init__ called

    ParentClass() makes a new object and sets that one up; your child itself stays as bare as before. The parent's
    __init__ has to be called on self, and super() does that.
    """

    class ChildClass:
        def __init__(self) -> None:
            ParentClass()
            print("Initialize_child")


class takes_the_number_out(Mistake, caught_by="test_scale_learns"):
    """The weight turned into a plain number before it is used

    The output is right, but once the value has left its tensor, autograd cannot follow it back. The weight then
    never gets a gradient.
    """

    class Scale:
        def forward(self, x: Tensor) -> Tensor:
            return self.weight.item() * x


class tensor_that_is_no_parameter(Mistake, caught_by="test_scale_owns_a_parameter"):
    """A tensor that requires gradients is still no parameter

    Your weight gets gradients, but nn.Module does not know of it: an optimizer that is given net.parameters() would
    never see it. PyTorch has a class of its own for tensors that belong to a module.
    """

    class Scale:
        def __init__(self, factor: float) -> None:
            super().__init__()
            self.weight = torch.tensor(factor, requires_grad=True)


class weight_starts_at_random(Mistake, caught_by="test_scale_owns_a_parameter"):
    """The weight starts at a random number

    Layers such as nn.Linear start at random, but this one was told where to start. Its first value should be the
    factor it is created with.
    """

    class Scale:
        def __init__(self, factor: float) -> None:
            super().__init__()
            self.weight = nn.Parameter(torch.randn(1))

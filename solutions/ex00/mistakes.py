"""ex00: known mistakes, each a variation of the solution."""

from __future__ import annotations

from grader.mistakes import Mistake


class adds_the_weight(Mistake, caught_by="test_scale_multiplies"):
    """The weight is added to x

    `forward` returns the sum of `weight` and `x`. A scale multiplies: with a weight of 3, the numbers 1 and 2
    become 3 and 6. Look at the operator between the two.
    """

    class Scale:
        def forward(self, x: Tensor) -> Tensor:
            return self.weight + x


class bias_too(Mistake, caught_by="test_scale_owns_a_parameter"):
    """There is a second parameter

    `Scale` owns another parameter beside `weight`, such as a bias. An optimizer would train it too, and the output
    would no longer be `weight * x`. The class should own one parameter. Look at what `__init__` stores on `self`.
    """

    class Scale:
        def __init__(self, factor: float) -> None:
            super().__init__()
            self.weight = nn.Parameter(torch.tensor(factor))
            self.bias = nn.Parameter(torch.zeros(1))

        def forward(self, x: Tensor) -> Tensor:
            return self.weight * x + self.bias


class buffer_or_plain_tensor(Mistake, caught_by="test_scale_owns_a_parameter"):
    """The weight is a tensor that nothing can train

    `weight` is a buffer or a plain tensor. Neither one is in `parameters()`, and autograd does not follow it. So it
    gets no gradient and no optimizer sees it. Look up the class in `nn` for tensors that should be learned.
    """

    class Scale:
        def __init__(self, factor: float) -> None:
            super().__init__()
            self.register_buffer("weight", torch.tensor(factor))

    class form2:
        class Scale:
            def __init__(self, factor: float) -> None:
                super().__init__()
                self.weight = torch.tensor([factor])


class changes_x(Mistake, caught_by="test_scale_leaves_x_alone"):
    """The product is written into x

    The product is written into `x`. The caller still uses that tensor, and its old numbers are gone. `forward`
    should return a new tensor. Look for an operation that changes a tensor in place, such as `*=` or a method that
    ends in an underscore.
    """

    class Scale:
        def forward(self, x: Tensor) -> Tensor:
            x *= self.weight
            return x


class child_before_parent(Mistake, caught_by="test_creating_a_child"):
    """The child starts before its parent

    `ChildClass` prints its own line first, and the parent's line comes after it. A child often builds on what its
    parent has set up, so the parent goes first. Look at the order of the two steps in `__init__`.
    """

    class ChildClass:
        def __init__(self) -> None:
            print("Initialize_child")
            super().__init__()


class childs_lines_first(Mistake, caught_by="test_func2_prints"):
    """func2 prints the child's lines before the parent's

    `func2` prints `child` and the number first, and the parent's two lines come after them. The parent's lines
    should be the first two. Look at the order of the steps in `func2`.
    """

    class ChildClass:
        def func2(self, num: int) -> None:
            print("child")
            print(num)
            super().func1(num)


class copies_func1(Mistake, caught_by="test_func2_asks_the_parent"):
    """The lines of func1 are copied into func2

    `func2` prints the parent's two lines itself, without a call of `func1`. If `func1` ever changes, the copy stays
    as it is. `ChildClass` inherits `func1` from its parent. Look at how a method calls another method of the same
    object.
    """

    class ChildClass:
        def func2(self, num: int) -> None:
            print("parent")
            print(num)
            print("child")
            print(num)


class copies_the_parents_start(Mistake, caught_by="test_the_parent_is_asked"):
    """The parent's line is copied, its __init__ is not called

    `ChildClass` prints the parent's line itself, and the parent's `__init__` never runs. The text looks right, but
    the parent is not set up. Look at how a child calls a method that its parent has too.
    """

    class ChildClass:
        def __init__(self) -> None:
            print("Initialize_parent")
            print("Initialize_child")


class forgets_the_parents_init(Mistake, caught_by="test_creating_a_child"):
    """The parent's __init__ is never called

    `ChildClass` has its own `__init__`. Python runs that one instead of the parent's, not both. So the parent's
    line is missing, and the parent is never set up. If `super()` is there already: is its method called, with
    parentheses?
    """

    class ChildClass:
        def __init__(self) -> None:
            print("Initialize_child")


class forward_returns_nothing(Mistake, caught_by="test_scale_multiplies"):
    """forward computes the output and does not return it

    `forward` returns `None`: the function ends without a `return`. The product is computed and then lost. Look at
    the last line of `forward`.
    """

    class Scale:
        def forward(self, x: Tensor) -> Tensor:
            x = self.weight * x


class func2_calls_itself(Mistake, caught_by="test_func2_prints"):
    """func2 calls itself for ever

    `func2` calls `func2`, which calls `func2` again, until Python stops with a `RecursionError`. The first two
    lines come from another method, which the parent has. Look at the name of the method that is called.
    """

    class ChildClass:
        def func2(self, num: int) -> None:
            self.func2(num)
            print("child")
            print(num)


class func2_forgets_the_parent(Mistake, caught_by="test_func2_prints"):
    """func2 prints the child's lines only

    `func2` prints `child` and the number. The parent's two lines are missing. A method of the child does not run a
    method of the parent by itself. Look at which method prints these two lines already.
    """

    class ChildClass:
        def func2(self, num: int) -> None:
            print("child")
            print(num)


class func2_returns_its_lines(Mistake, caught_by="test_func2_prints"):
    """func2 returns its lines instead of printing them

    `func2` returns a text and prints nothing. A returned value shows only where the caller prints it. Here the
    lines should show up as soon as `func2` is called. Look at how `func1` does it.
    """

    class ChildClass:
        def func2(self, num: int) -> None:
            return f"parent\n{num}\nchild\n{num}"


class matrix_product(Mistake, caught_by="test_scale_multiplies"):
    """The weight is multiplied as a matrix

    `@` and `torch.matmul` are the matrix product, and they take no tensor without dimensions. `weight` holds a
    single number, and every number of `x` should be multiplied by it. Look at the operator in `forward`.
    """

    class Scale:
        def forward(self, x: Tensor) -> Tensor:
            return self.weight @ x


class module_not_set_up(Mistake, caught_by="test_scale_owns_a_parameter"):
    """nn.Module is never set up

    `Scale` stores a parameter before `nn.Module` has set itself up, so PyTorch raises an `AttributeError`. A class
    with its own `__init__` has to run the parent's `__init__` too, and first. Compare with `ChildClass`.
    """

    class Scale:
        def __init__(self, factor: float) -> None:
            self.weight = nn.Parameter(torch.tensor(factor))


class multiplies_by_the_factor(Mistake, caught_by=("test_scale_follows_its_weight", "test_scale_learns")):
    """forward uses a plain number, not the parameter

    `Scale` owns a weight, but `forward` multiplies by another number that only looks the same. Training would
    change the weight, and the output would stay as it was. Look at what `forward` multiplies `x` by.
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

    `ChildClass` keeps a `ParentClass` object in an attribute, and does not inherit from the class. The lines may
    look right, but a child that inherits nothing has no `func1`. Look at the first line of the class: what belongs
    in its parentheses?
    """

    class ChildClass(object):
        def __init__(self) -> None:
            self.parent = ParentClass()
            print("Initialize_child")

        def func2(self, num: int) -> None:
            self.parent.func1(num)
            print("child")
            print(num)


class parameter_does_not_learn(Mistake, caught_by=("test_scale_owns_a_parameter", "test_scale_learns")):
    """The parameter does not require gradients

    `weight` is a parameter, but its `requires_grad` is off. Autograd does not follow it, so it gets no gradient and
    stays at its first value. Look at how the parameter is made, and at what is done to it afterwards.
    """

    class Scale:
        def __init__(self, factor: float) -> None:
            super().__init__()
            self.weight = nn.Parameter(torch.tensor(factor), requires_grad=False)


class parameter_made_of_a_number(Mistake, caught_by="test_scale_owns_a_parameter"):
    """nn.Parameter is given a plain number

    `nn.Parameter` wraps a tensor, and it is given a Python number here. So making a `Scale` raises an error. Look
    up how to make a tensor that holds one number.
    """

    class Scale:
        def __init__(self, factor: float) -> None:
            super().__init__()
            self.weight = nn.Parameter(factor)


class parameter_with_another_name(Mistake, caught_by="test_scale_owns_a_parameter"):
    """The parameter has another name

    `Scale` owns one parameter, but it is not called `weight`. Whoever saves, loads or sets the weight looks for it
    by that name. Look at the name of the attribute that `__init__` stores.
    """

    class Scale:
        def __init__(self, factor: float) -> None:
            super().__init__()
            self.factor = nn.Parameter(torch.tensor(factor))

        def forward(self, x: Tensor) -> Tensor:
            return self.factor * x


class passes_self_to_func1(Mistake, caught_by="test_func2_prints"):
    """func1 is given self a second time

    The call hands `self` to `func1`, and Python has done that already: a method called on an object or on `super()`
    gets `self` by itself. So `func1` gets one argument too many and raises a `TypeError`. Look at what stands in
    the parentheses.
    """

    class ChildClass:
        def func2(self, num: int) -> None:
            super().func1(self, num)
            print("child")
            print(num)


class passes_self_to_init(Mistake, caught_by="test_creating_a_child"):
    """The parent's __init__ is given self a second time

    The call on `super()` hands `self` on, and Python has done that already. So the parent's `__init__` gets one
    argument too many and raises a `TypeError`. Look at what stands in the parentheses after `__init__`.
    """

    class ChildClass:
        def __init__(self) -> None:
            super().__init__(self)
            print("Initialize_child")


class plain_number(Mistake, caught_by="test_scale_owns_a_parameter"):
    """The weight is a plain number

    `weight` is a Python number. A number has no gradient, and `nn.Module` does not count it among its parameters.
    So no optimizer can ever train it. Look up what `nn` has for a tensor that should be learned.
    """

    class Scale:
        def __init__(self, factor: float) -> None:
            super().__init__()
            self.weight = factor


class prints_on_one_line(Mistake, caught_by="test_func2_prints"):
    """child and the number are on one line

    One `print` writes both `child` and the number, so they share a line. Each of them should have its own line, as
    in `func1`. Count the lines that `func2` prints: there should be four.
    """

    class ChildClass:
        def func2(self, num: int) -> None:
            super().func1(num)
            print("child", num)


class prints_what_func1_returns(Mistake, caught_by="test_func2_prints"):
    """func2 prints what func1 returns

    `func1` prints its two lines itself and returns nothing. Printing its result adds a line with `None`. Look at
    what stands around the call of `func1`.
    """

    class ChildClass:
        def func2(self, num: int) -> None:
            print(super().func1(num))
            print("child")
            print(num)


class sets_up_another_parent(Mistake, caught_by="test_the_parent_is_asked"):
    """A second object is made instead of calling the parent's __init__

    `ParentClass()` makes a new object and sets that one up. The child itself is not set up. The parent's `__init__`
    has to run on `self`. Look up what `super()` does.
    """

    class ChildClass:
        def __init__(self) -> None:
            ParentClass()
            print("Initialize_child")


class takes_the_number_out(Mistake, caught_by="test_scale_learns"):
    """The weight leaves autograd before it is used

    The output is right, but it is computed from a copy of the weight's value, which autograd cannot follow. So the
    weight never gets a gradient. Look for `.item()`, `.data`, `.detach()` or a new tensor on the way from the
    weight to the output.
    """

    class Scale:
        def forward(self, x: Tensor) -> Tensor:
            return self.weight.item() * x


class tensor_of_that_size(Mistake, caught_by="test_scale_owns_a_parameter"):
    """torch.Tensor with a capital T is given the number

    `torch.Tensor(3)` makes a tensor of three numbers that hold anything, and `torch.Tensor(3.5)` raises a
    `TypeError`. The class takes sizes or a list. Look up the function with a small t, which makes a tensor of a
    value.
    """

    class Scale:
        def __init__(self, factor: float) -> None:
            super().__init__()
            self.weight = nn.Parameter(torch.Tensor(factor))


class tensor_that_is_no_parameter(Mistake, caught_by="test_scale_owns_a_parameter"):
    """A tensor that requires gradients is still no parameter

    `weight` is a tensor that autograd follows, but `nn.Module` does not know about it. It is not in `parameters()`,
    and an optimizer that gets `net.parameters()` never sees it. Look up the class in `nn` that makes a tensor a
    part of its module.
    """

    class Scale:
        def __init__(self, factor: float) -> None:
            super().__init__()
            self.weight = torch.tensor(factor, requires_grad=True)

    class form2:
        class Scale:
            def __init__(self, factor: float) -> None:
                super().__init__()
                self.weight = torch.tensor([factor], requires_grad=True)


class weight_starts_at_random(Mistake, caught_by="test_scale_owns_a_parameter"):
    """The weight does not start at the factor

    `Scale` has the right parameter, but its first value is a random number. Layers such as `nn.Linear` start at
    random. This one is told where to start. Look at where `factor` is used in `__init__`.
    """

    class Scale:
        def __init__(self, factor: float) -> None:
            super().__init__()
            self.weight = nn.Parameter(torch.randn(1))

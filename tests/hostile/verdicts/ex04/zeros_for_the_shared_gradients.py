"""In-place zeros with a look at None, under no_grad, for a list or a generator."""

EXPECT = "nothing lost"
CHECKS = ()


@torch.no_grad()
def zero_gradients(parameters):
    for gradient in [parameter.grad for parameter in parameters]:
        if gradient is not None:
            gradient.zero_()

"""Each module's own parameters, module by module."""

EXPECT = "nothing lost"
CHECKS = ()


def count_parameters(net):
    return sum(parameter.numel() for module in net.modules() for parameter in module.parameters(recurse=False))

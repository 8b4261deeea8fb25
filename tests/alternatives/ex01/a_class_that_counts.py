"""A class that counts while it is called."""


class _Product:
    def __init__(self):
        self.value = 1

    def __call__(self, size):
        self.value *= size


def num_flat_features(x):
    product = _Product()
    sizes = iter(x.size())
    next(sizes)
    for size in sizes:
        product(size)
    return product.value

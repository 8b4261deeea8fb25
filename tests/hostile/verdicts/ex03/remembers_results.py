"""Results are kept by functools.lru_cache."""

EXPECT = "nothing lost"
CHECKS = ()


from functools import lru_cache

conv2d_size = lru_cache(conv2d_size)
max_pool2d_size = lru_cache(max_pool2d_size)

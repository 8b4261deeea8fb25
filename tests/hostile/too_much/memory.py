"""Tries: to take all memory there is."""

STATUS = {"out_of_memory"}


def num_flat_features(x):
    kept = []
    while True:
        kept.append(bytearray(2**24))

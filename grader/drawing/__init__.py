"""The pictures that ``python exercises/ex05/sgd_by_hand.py`` and its like make of a learner's own code."""

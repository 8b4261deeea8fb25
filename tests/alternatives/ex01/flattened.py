"""The batch flattened, with a dimension added for samples that are single numbers."""


def num_flat_features(x):
    return x.unsqueeze(-1).flatten(start_dim=1).size(1)

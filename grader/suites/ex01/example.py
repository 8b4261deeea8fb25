import torch
from num_flat_features import num_flat_features

batch = torch.zeros(1, 16, 6, 6)
print(num_flat_features(batch), "features in one sample of", tuple(batch.shape))

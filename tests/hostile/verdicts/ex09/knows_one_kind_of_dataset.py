"""The loader asks for .tensors, which most datasets do not have."""

EXPECT = "points lost"
CHECKS = ("test_covers", "test_shuffles", "test_no_workers")


def make_loader(dataset, batch_size=10, shuffle=True):
    return DataLoader(torch.utils.data.TensorDataset(*dataset.tensors), batch_size, shuffle)

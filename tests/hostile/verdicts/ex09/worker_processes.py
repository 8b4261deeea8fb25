"""Two worker processes that stay: worth one lost point, here and for the digits."""

EXPECT = "points lost"
CHECKS = ("test_no_workers",)


def make_loader(dataset, batch_size=10, shuffle=True):
    return DataLoader(dataset, batch_size, shuffle, num_workers=2, persistent_workers=True, timeout=30)

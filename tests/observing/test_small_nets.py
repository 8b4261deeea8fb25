"""What is set for small nets holds in its block alone, however that ends."""

from __future__ import annotations

import warnings

import pytest
import torch

from grader.observing.cases import Case
from grader.observing.observe import observe
from grader.observing.small_nets import for_small_nets


def settings():
    return torch.get_num_threads(), torch._C._get_mkldnn_enabled()


@pytest.fixture(autouse=True)
def several_threads():
    before = torch.get_num_threads()
    torch.set_num_threads(3)
    yield
    torch.set_num_threads(before)


@pytest.mark.parametrize("onednn", [False, True])
def test_it_ends_with_its_block(onednn):
    before = settings()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with for_small_nets(onednn):
            assert settings() == (1, onednn)
        assert settings() == before
        with pytest.raises(ZeroDivisionError), for_small_nets(onednn):
            _ = 1 / 0
    assert settings() == before


@pytest.mark.parametrize(("limit", "onednn"), [({}, False), ({"limit": 90.0}, True)])
def test_a_case_that_takes_long_has_onednn(limit, onednn):
    before = settings()
    observed = observe(Case("a case", lambda module: list(settings()), "f()", **limit), torch)
    assert observed.value == [1, onednn]
    assert settings() == before

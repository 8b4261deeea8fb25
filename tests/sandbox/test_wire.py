"""Bytes that lie: whatever comes back from a sandbox is plain data or refused, and never anything else."""

from __future__ import annotations

import json
import math
import random
import struct

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import MalformedError, OverBudgetError
from grader.observing.budget import LIMITS, Budget
from grader.observing.cases import Case
from grader.observing.observe import Frame, Observation, Raised
from grader.observing.plain import MAX_ITEMS, Opaque, plain
from grader.sandbox import wire
from grader.sandbox.frames import END, FRAME, IMPORT, NOTES, UNREADABLE, FrameReader
from grader.sandbox.observations import Observations, read_observations
from grader.sandbox.process_output import ProcessOutput

CASES = {name: Case(name, lambda module: None, f"f({name})") for name in ("first", "second", "third")}
RANDOM, MUTATED = 15_000, 30_000

TENSORS = st.sampled_from(
    [
        torch.zeros(()),
        torch.ones(2, 3),
        torch.empty(0, 4),
        torch.tensor([True, False]),
        torch.arange(5),
        torch.full((2,), math.inf, dtype=torch.bfloat16),
        torch.ones(3, dtype=torch.float16),
    ]
)
TEXTS = st.text(max_size=20) | st.sampled_from(["\ud800", "\x1b[0m", "#end", ""])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS | TENSORS
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(TEXTS | st.integers(), inner, max_size=4)
    ),
    max_leaves=20,
)


def same(one, two) -> bool:
    """Equal in value and exact type; NaN equals NaN."""
    if type(one) is not type(two):
        return False
    if isinstance(one, torch.Tensor):
        return one.dtype == two.dtype and one.shape == two.shape and bool(torch.equal(one, two))
    if type(one) in (list, tuple):
        return len(one) == len(two) and all(map(same, one, two))
    if type(one) is dict:
        return list(one) == list(two) and all(same(one[key], two[key]) for key in one)
    if isinstance(one, Opaque):
        return one.description == two.description
    return one == two or (one != one and two != two)


def parses(body: bytes) -> bool:
    """Whether a body is a frame; nothing but two errors may come out, and what comes out can be shown."""
    try:
        value = wire.parse(body, Budget())
        wire.read_observation(value)
    except (MalformedError, OverBudgetError):
        return False
    return True


def ended(frames: bytes, **more) -> Observations:
    """What `read_observations` makes of frames; it never raises, and what it says can be written down."""
    reader = FrameReader(CASES)
    reader.feed(frames)
    output = ProcessOutput(
        reader.received, b"", more.get("exit", 0), more.get("timed_out", False), more.get("overflowed", False), 0, 0
    )
    found = read_observations(output, 8)
    found.note.encode()
    assert set(found.by_case) <= set(CASES)
    return found


def framed(*bodies: bytes) -> bytes:
    return b"".join(FRAME.pack(len(body)) + body for body in bodies)


def valid_bodies() -> list[bytes]:
    """One whole submission's frames."""
    raised = Raised("ValueError", "no", (Frame(3, "f", "return 1"),), ("ValueError", "Exception"))
    value = {"x": torch.arange(6.0).reshape(2, 3), 1: [1, 2.5, None, ("a", True)], "o": Opaque("a Foo object")}
    return [
        wire.dump_observation(IMPORT, Observation("returned", None)),
        wire.dump([NOTES, ["a cell raised"]]),
        wire.dump_observation("first", Observation("returned", value, None, "printed")),
        wire.dump_observation("second", Observation("raised", None, raised, "")),
        wire.dump_observation("third", Observation("returned", [torch.ones(2), torch.zeros(0)])),
        wire.dump([END]),
    ]


@given(TREES)
@settings(max_examples=500)
def test_plain_values_come_back_as_they_went(value):
    sent = plain(value)
    assert same(wire.parse(wire.dump(sent)), sent)


@given(TREES, st.sampled_from(sorted(CASES)), TEXTS)
@settings(max_examples=300)
def test_observations_come_back_as_they_went(value, name, printed):
    sent = Observation("returned", plain(value), None, plain(printed))
    came_as, seen = wire.read_observation(wire.parse(wire.dump_observation(name, sent)))
    assert came_as == name
    assert same(seen.value, sent.value) and seen.printed == sent.printed and seen.ending == "returned"


def deep(depth: int) -> list:
    return [deep(depth - 1), 0, 0] if depth else []


@pytest.mark.parametrize(
    "value",
    [
        [0] * MAX_ITEMS,
        [[[0] * 1_000] * 200] * 100,
        [deep(12)] * 3_000,
        [["\ud800\x00" * 400_000] * 3, "\U0001f600" * 400_000],
        {"\U0001f600" * 400_000: {10**400: 10**299}},
        [10**300 - 1] * MAX_ITEMS,
        [torch.zeros(2**21)] * 40,
        [torch.zeros(0)] * MAX_ITEMS,
        [torch.zeros([1] * 60)] * 5_000,
        [1e-300 / 3] * MAX_ITEMS,
    ],
    ids=lambda value: str(value)[:20].encode("ascii", "replace").decode(),
)
def test_whatever_plain_lets_through_fits_a_frame(value):
    sent = Observation("returned", plain(value), None, plain("\U0001f600" * 65_536))
    wire.read_observation(wire.parse(wire.dump_observation("first", sent), Budget()))


def test_random_bytes_are_refused():
    draw = random.Random(1)
    for _ in range(RANDOM):
        noise = draw.randbytes(draw.randrange(60))
        text = bytes(draw.choice(b'[]{}",:0123456789.eE-truefalsnd\\xlto #') for _ in range(draw.randrange(40)))
        assert not parses(noise)
        assert not parses(struct.pack("<I", len(text)) + text + noise)
        ended(framed(noise, text))


def mutate(draw: random.Random, whole: bytes) -> bytes:
    changed = bytearray(whole)
    for _ in range(draw.randrange(1, 4)):
        at = draw.randrange(len(changed))
        kind = draw.randrange(6)
        if kind == 0:
            changed[at] ^= 1 << draw.randrange(8)
        elif kind == 1:
            changed[at] = draw.choice(b'[]{}",:0129-e\\\xff\x00')
        elif kind == 2:
            del changed[at : at + draw.randrange(1, 9)]
        elif kind == 3:
            changed[at:at] = draw.randbytes(draw.randrange(1, 9))
        elif kind == 4:
            changed[at : at + 8] = struct.pack("<Q", draw.choice([0, 1, 2**31, 2**32 - 1, 2**63, 2**64 - 1]))
        else:
            other = draw.randrange(len(changed))
            changed[at:at] = changed[other : other + draw.randrange(1, 40)]
        changed = changed or bytearray(b"\0")
    return bytes(changed)


def test_mutated_frames_are_read_or_refused():
    draw = random.Random(2)
    bodies = valid_bodies()
    whole = framed(*bodies)
    assert ended(whole).status == "graded"
    for number in range(MUTATED):
        if number % 3 == 0:
            ended(mutate(draw, whole), exit=draw.choice([0, 0, 1, 70, 71, -9, -11, -200]))
        else:
            parses(mutate(draw, draw.choice(bodies)))


JSONS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.integers()
    | st.just(10**4_000)
    | st.floats()
    | st.sampled_from(
        ["l", "t", "d", "x", "o", "returned", "raised", "first", IMPORT, NOTES, END, UNREADABLE, "\ud800"]
    ),
    lambda inner: (
        st.lists(inner, max_size=6) | st.dictionaries(st.sampled_from(["l", "0", "dtype"]), inner, max_size=3)
    ),
    max_leaves=25,
)
DTYPES = ["float32", "bfloat16", "int64", "bool", "complex64", "float8_e4m3fn", "", "Tensor", "__class__"]
SIZES = ["0", "1", "2", "-1", "+2", "1_0", "1.5", "", "x", "\u0662", str(2**31), str(2**62), str(2**64), "9" * 5_000]
DESCRIBED = st.builds(
    lambda dtype, sizes: " ".join([dtype, *sizes]),
    st.sampled_from(DTYPES),
    st.lists(st.sampled_from(SIZES), max_size=20),
)
TENSOR_LIES = st.lists((DESCRIBED | JSONS).map(lambda described: ["x", described]), max_size=3)


@given(JSONS, TENSOR_LIES, st.binary(max_size=40), st.booleans())
@settings(max_examples=1_500)
def test_structured_lies_are_read_or_refused(value, tensors, data, timed_out):
    text = json.dumps(["l", "first", "returned", ["l", value, *tensors], None, ""]).encode()
    body = struct.pack("<I", len(text)) + text + data
    parses(body)
    ended(framed(valid_bodies()[0], body))
    bare = json.dumps(value).encode()
    parses(struct.pack("<I", len(bare)) + bare)
    ended(framed(struct.pack("<I", len(bare)) + bare), timed_out=timed_out)


@given(st.lists(st.sampled_from(range(8)), max_size=10), st.sampled_from([0, 1, 71, -9]))
@settings(max_examples=1_000)
def test_frames_in_any_order_never_make_up_a_case(order, exit):
    bodies = [*valid_bodies(), wire.dump([UNREADABLE, [["file", "=1+1"]]]), b""]
    found = ended(framed(*(bodies[number] for number in order)), exit=exit)
    in_turn = []
    for number in order:
        if 2 <= number <= 4:
            in_turn.append(number)
    assert len(found.by_case) <= len(in_turn)
    assert found.status != "graded" or order in ([0, 1, 2, 3, 4, 5], [0, 2, 3, 4, 5])


def test_an_end_before_anything_is_no_whole_submission():
    assert ended(framed(wire.dump([END]))).status == "exited"


def test_notes_come_once():
    bodies = valid_bodies()
    assert ended(framed(bodies[0], bodies[1], bodies[1])).status == "malformed"


@pytest.mark.parametrize("size", [wire.MAX_JSON + 1, 2**32 - 1])
def test_json_beyond_the_cap_is_not_parsed(size, monkeypatch):
    monkeypatch.setattr(json, "loads", lambda text: pytest.fail("it was parsed"))
    assert not parses(struct.pack("<I", size) + b"[" * min(size, wire.MAX_JSON + 1))


MANY = 8 * LIMITS["values"]


@pytest.mark.parametrize(
    "text", [b"[" * MANY, b"[" + b"[]," * MANY + b"0]", b'["' + b'","' * MANY + b'"]', b'["\\"' + b'","' * MANY + b'"]']
)
def test_more_values_than_are_left_are_not_parsed(text, monkeypatch):
    monkeypatch.setattr(json, "loads", lambda text: pytest.fail("they were parsed"))
    with pytest.raises(OverBudgetError):
        wire.parse(struct.pack("<I", len(text)) + text, Budget())


def test_commas_and_brackets_in_texts_are_no_values():
    sent = ["[," * 90_000, '\\"[,' * 5_000, "\\"]
    assert wire.parse(wire.dump(sent), Budget()) == sent


def test_more_tensors_than_are_left_are_not_made():
    text = json.dumps(["l", *[["x", "float32 0"]] * (LIMITS["tensors"] + 1)]).encode()
    with pytest.raises(OverBudgetError):
        wire.parse(struct.pack("<I", len(text)) + text, Budget())


@pytest.mark.parametrize(
    ("described", "data"),
    [
        ("float32 2", bytes(4)),
        ("float32 2", bytes(16)),
        ("float32 1", b""),
        (f"float32 {2**62} 4", bytes(8)),
        (f"float32 {2**64} 0", b""),
        ("float32 -1 -1", bytes(8)),
        ("complex64 1", bytes(8)),
        (f"uint8{' 1' * 17}", bytes(8)),
    ],
)
def test_tensors_that_lie_about_type_or_size_are_refused(described, data):
    text = json.dumps(["x", described]).encode()
    with pytest.raises(MalformedError):
        wire.parse(struct.pack("<I", len(text)) + text + data, Budget())

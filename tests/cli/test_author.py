"""``kata author``, through the real command, in a copy of the checkout."""

from __future__ import annotations

import ast
import json
import re
import shutil

import pytest

from grader.sandbox.doctor import sandbox_ready
from tests.checkout import Checkout
from tests.pytest_plugin.kit import ROOT

READY, WHY = sandbox_ready()
SUITES = "grader/suites"


@pytest.fixture
def checkout(tmp_path):
    return Checkout(tmp_path)


def findings(text: str) -> list[str]:
    """What ``kata author check`` lists: each finding begins two spaces in, and a check's message has lines below it."""
    return re.split(r"\n  (?=\S)", text.rpartition("\n\n")[0])[1:]


@pytest.mark.slow
def test_a_new_exercise_runs_and_fails_where_it_should(checkout):
    made = checkout.kata("author", "new", "ex10", "--title", "Halve a batch")
    assert made.status == 0, made.text
    assert "wrote grader/suites/ex10/checks.py" in made.text
    assert "Next: python solutions/ex10/picture.py, then kata author check ex10" in made.text
    assert checkout.python("solutions/ex10/picture.py").status == 0

    solved = checkout.pytest("solutions/ex10")
    assert solved.status == 0
    assert "ex10 Halve a batch 10 of 10 points" in solved.flat
    stub = checkout.pytest("exercises/ex10")
    assert stub.status == 1
    assert "0 of 10 points" in stub.text and "not started" in stub.text

    module = checkout.kata("author", "mistake", "ex10", "changes_x")
    assert module.status == 0
    assert "return x.div_(2)" in module.text and "BEGIN SOLUTION" not in module.text
    ast.parse(module.text)
    (checkout.root / "exercises/ex10/halve_a_batch.py").write_text(module.text, encoding="utf-8")
    wrong = checkout.pytest("exercises/ex10")
    assert "8 of 10 points" in wrong.text
    assert "x should not be changed" in wrong.flat
    assert checkout.kata("author", "stubs", "ex10").text == "wrote exercises/ex10/halve_a_batch.py\n"

    checked = checkout.kata("author", "check", "ex10")
    assert checked.status == 1
    assert findings(checked.text) == [
        "tests/alternatives/ex10/: alternatives: 1 of at least 10. Write right answers in really different styles.",
        "solutions/ex10/mistakes.py: mistakes: 2 of at least 6. Write the others.",
    ]


def new_exercise(checkout: Checkout, number: int) -> str:
    """A new exercise's id; its module is called halve_NUMBER."""
    made = checkout.kata("author", "new", f"ex{number}", "--title", "Halve", "--module", f"halve_{number}")
    assert made.status == 0, made.text
    return f"ex{number}"


FREE_POINT = """

@check("halve exists", points=1, hints=["It does."])
def test_is_free(results):
    results("nothing").get("x")
"""
SHARED = '''

class either_one(Shared, of=("doubles", "changes_x")):
    """One of two

    You forgot one of the two.
    """
'''
MORE_CASES = """\
    yield Case("left alone", halve, "halve(x), x of shape (2,)", {"x": draw.normal(2)})
    yield Case("nothing", untouched, "nothing", {"x": draw.normal(2)})
    yield Case("unasked", halve, "halve(x), x of shape (3,)", {"x": draw.normal(3)})
"""
NONE_FOR_AN_EMPTY_BATCH = "def halve(x):\n    return x / 2 if len(x) else None\n"
EX10 = {
    "checks": f"{SUITES}/ex10/checks.py",
    "probes": f"{SUITES}/ex10/probes.py",
    "example": f"{SUITES}/ex10/example.py",
    "solution": "solutions/ex10/halve_10.py",
    "mistakes": "solutions/ex10/mistakes.py",
    "stub": "exercises/ex10/halve_10.py",
    "lesson": "exercises/ex10/README.md",
    "alternative": "tests/alternatives/ex10/none_for_an_empty_batch.py",
}


def break_everything(checkout: Checkout) -> list[tuple[str, str, str]]:
    """Break ex10 in every way that a rule is about; returns file, problem and remedy of what should be said."""
    checks, lesson, mistakes = EX10["checks"], EX10["lesson"], EX10["mistakes"]
    checkout.append(EX10["stub"], "# an older text\n")
    checkout.append(EX10["probes"], '\n\ndef untouched(module, x):\n    return {"x": x}\n')
    checkout.edit(EX10["probes"], '    yield Case("an empty batch"', f'{MORE_CASES}    yield Case("an empty batch"')
    checkout.append(checks, FREE_POINT)
    checkout.edit(checks, "points=6", "points=5")
    checkout.edit(
        checks,
        '    hints=["Some operations change a tensor in place. Their names end in an underscore."],\n',
        "    edge=True,\n",
    )
    # Zeros stay zeros: that another rule judged before must not hide the change.
    leaves_x = 'results):\n    result = results("a batch")\n    result.expect("x afterwards"'
    checkout.edit(checks, leaves_x, leaves_x.replace("a batch", "left alone"))
    changed = 'x should not be changed")\n'
    checkout.edit(checks, changed, f'{changed}    result.arguments["x"].zero_()\n')
    checkout.edit(EX10["solution"], "return x / 2\n", "return x / 2 if len(x) else None\n")
    (checkout.root / EX10["alternative"]).write_text(NONE_FOR_AN_EMPTY_BATCH, encoding="utf-8")
    checkout.edit(mistakes, 'doubles(Mistake, caught_by="test_halves")', 'doubles(Mistake, caught_by="test_empty")')
    checkout.edit(mistakes, '"test_leaves_x"', '"test_leaves"')
    checkout.edit(mistakes, "Multiplied instead of divided", "Multiplied instead of divided.")
    checkout.edit(
        mistakes, "Whoever passed", f"You forgot: {'unnecessarily complicated terminology ' * 25}. Whoever passed"
    )
    checkout.append(mistakes, SHARED)
    checkout.edit(lesson, "## Exit question", "## A question")
    checkout.edit(lesson, "Something to try", f"Consider {'unnecessarily complicated terminology ' * 9}to try")
    checkout.edit(lesson, "height 1.5]", "height 2.5]")
    checkout.edit(lesson, "tensor([10., 20.])", "tensor([10., 21.])")
    checkout.append(lesson, "\n[more](../ex77/README.md)\n")
    checkout.append(lesson, "\n![another](another.svg)\n")
    (checkout.root / lesson).with_name("another.svg").write_text("<svg/>", encoding="utf-8")
    checkout.append(EX10["example"], "from zero_grad import train\n")
    return [
        (EX10["solution"], "is right and fails test_empty", "Fix the file, or let the check accept it."),
        (EX10["stub"], "the stub is not the solution with its regions cleared", "Run: kata author stubs ex10"),
        (checks, "test_is_free is passed on the stub", "Let the check ask for what a learner has to write."),
        (EX10["alternative"], "is right and fails test_empty", "Fix the file"),
        (mistakes, "doubles, form 1 does not fail test_empty", "Let the check catch it"),
        (mistakes, "there is no check called test_leaves", "Correct its caught_by."),
        (mistakes, "doubles: its title is no short phrase", "no full stop"),
        (mistakes, "changes_x: its explanation has 9", "At most 80."),
        (mistakes, "changes_x: its explanation is hard to read, US grade level", "At most 9: shorter sentences"),
        (mistakes, "changes_x: its explanation is about the person", "Say what the code does"),
        (mistakes, "either_one: its explanation is about the person", "Say what the code does"),
        (checks, "a check changed the arguments of 'left alone'", "goes through result.replay, which copies"),
        (EX10["probes"], "no check asks for the case 'unasked'", "Use it or remove it."),
        (checks, "test_leaves_x has no hint", "Write at least one"),
        (checks, "edge cases are worth 4 of 10 points", "At most a fifth"),
        (lesson, "the section 'Exit question' is missing", "Add it."),
        (lesson, "the section 'A question' is in no other lesson", "Rename it"),
        (lesson, "halves.svg does not exist", "Draw the picture"),
        (lesson, "../ex77/README.md does not exist", "correct the link"),
        ("exercises/ex10/another@2x.png", "it was not drawn together with another.svg", "Draw both, with save_picture"),
        (lesson, "it prints 'tensor([10., 20.])', the lesson says 'tensor([10., 21.])'", "Correct the example."),
        (lesson, "the section 'What to try next' is hard to read, US grade level", "At most 9: shorter sentences"),
        (lesson, "it does not say 'A bar of height 3 beside one of height 1.5'", "or solutions/ex10/figures.py."),
        (EX10["example"], "it imports zero_grad", "It may import torch and halve_10 only."),
    ]


@pytest.mark.slow
def test_every_fault_of_an_exercise_is_one_finding_with_file_and_remedy(checkout):
    new_exercise(checkout, 10)
    expected = break_everything(checkout)
    ran = checkout.kata("author", "check", "ex10")
    assert ran.status == 1
    found = [finding for finding in findings(ran.text) if "of at least" not in finding]
    assert len(found) == len(expected), ran.text
    for finding, (file, problem, remedy) in zip(found, expected, strict=True):
        assert finding.startswith(f"{file}: ")
        assert problem in finding
        assert remedy in finding


def unwritten(finding: str) -> bool:
    """Whether a finding is about what an author still has to write after ``kata author new``."""
    return any(words in finding for words in ("of at least", "halves.svg does not exist"))


def flatten_mistake(checkout: Checkout, name: str) -> None:
    checkout.append(
        f"solutions/{name}/mistakes.py",
        """

class flat(Mistake, caught_by="test_halves"):
    '''Flattened

    It is flat.
    '''

    def flatten(x):
        return x
""",
    )


FAULTS = {
    # what is done to the exercise {id} with the module {module}: [(the finding's file, problem, remedy)]
    "a solution that cannot be imported": (
        lambda copy, name, module: copy.edit(f"solutions/{name}/{module}.py", "import Tensor", "import Tensors"),
        [
            ("solutions/{id}/{module}.py", "it cannot be used: ", "Fix it."),
            ("exercises/{id}/{module}.py", "not the solution with its regions cleared", "Run: kata author stubs {id}"),
            ("exercises/{id}/{module}.py", "it cannot be imported: ", "A stub has to run."),
            ("solutions/{id}/mistakes.py", "doubles, form 1 cannot be used: ", "Fix it."),
            ("solutions/{id}/mistakes.py", "changes_x, form 1 cannot be used: ", "Fix it."),
        ],
    ),
    "no solution": (
        lambda copy, name, module: (copy.root / f"solutions/{name}/{module}.py").unlink(),
        [("solutions/{id}/{module}.py", "it does not exist.", "Write it.")],
    ),
    "a region without an end": (
        lambda copy, name, module: copy.edit(f"solutions/{name}/{module}.py", "    ### END SOLUTION\n", ""),
        [("solutions/{id}/{module}.py", "the last solution region never ends.", "Pair ### BEGIN SOLUTION")],
    ),
    "figures that were measured before the script changed": (
        lambda copy, name, module: copy.append(
            f"solutions/{name}/figures.py", "\n\ndef measure(solution):\n    return {}\n"
        ),
        [("solutions/{id}/figures.py", "has changed since it measured.", "Run: kata author measure {id}")],
    ),
    "figures that the script cannot compute": (
        lambda copy, name, module: copy.edit(
            f"solutions/{name}/figures.py", "    yield f", "    assert False\n    yield f"
        ),
        [("solutions/{id}/figures.py", "it raises AssertionError", "Correct the lesson, or the script.")],
    ),
    "no stub, no lesson, no example": (
        lambda copy, name, module: [
            (copy.root / path).unlink()
            for path in (f"exercises/{name}/{module}.py", f"exercises/{name}/README.md", f"{SUITES}/{name}/example.py")
        ],
        [
            ("exercises/{id}/{module}.py", "the stub does not exist.", "Run: kata author stubs {id}"),
            ("exercises/{id}/README.md", "there is no lesson.", "Write it, with the sections: Predict first"),
            ("grader/suites/{id}/example.py", "there is no example.", "Write what a notebook's reader runs first."),
        ],
    ),
    "syntax errors": (
        lambda copy, name, module: [
            copy.append(path, "def (\n") for path in (f"solutions/{name}/mistakes.py", f"{SUITES}/{name}/example.py")
        ],
        [
            ("solutions/{id}/mistakes.py", "invalid syntax.", "Fix the syntax."),
            ("grader/suites/{id}/example.py", "invalid syntax.", "Fix the syntax."),
        ],
    ),
    "a mistake in what the solution does not have": (
        lambda copy, name, module: flatten_mistake(copy, name),
        [("solutions/{id}/mistakes.py", "the solution has no flatten.", "A helper goes inside the function.")],
    ),
}


@pytest.mark.slow
def test_what_is_missing_is_the_finding_and_said_once(checkout):
    names = [new_exercise(checkout, number) for number in range(10, 10 + len(FAULTS))]
    for name, (tamper, _) in zip(names, FAULTS.values(), strict=True):
        tamper(checkout, name, f"halve_{name[2:]}")
    ran = checkout.kata("author", "check", *names)
    assert ran.status == 1
    assert "Traceback" not in ran.text
    parts = re.split(r"(?m)^ex\d\d  Halve\n", ran.text)[1:]
    for name, (fault, (_, expected)), text in zip(names, FAULTS.items(), parts, strict=True):
        found = [finding for finding in findings(f"\n{text}\n\n") if not unwritten(finding)]
        assert len(found) == len(expected), f"{fault}: {found}"
        for finding, words in zip(found, expected, strict=True):
            file, problem, remedy = (part.format(id=name, module=f"halve_{name[2:]}") for part in words)
            assert finding.startswith(file) and problem in finding and remedy in finding, fault


BROKEN = {
    "no @check": (
        lambda copy, checks: copy.append(checks, "\n\ndef test_forgotten(results):\n    results('a batch').get()\n"),
        "{checks}: test_forgotten is not a check. Decorate it with @check(title, points=…, hints=[…]).",
    ),
    "no such case": (
        lambda copy, checks: copy.edit(checks, 'results("an empty batch")', 'results("an emty batch")'),
        "{checks}: test_empty asks for a case that probes.py does not draw: there is no case called 'an emty batch'; "
        "the nearest one is 'an empty batch'.",
    ),
    "points that do not add up": (
        lambda copy, checks: copy.edit(checks, "points=6", "points=7"),
        "{checks}: the points of all checks add up to 11. Make them 10 or 20.",
    ),
    "a syntax error": (lambda copy, checks: copy.append(checks, "def (\n"), "checks.py, line"),
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """A checkout with one broken exercise per way of breaking a suite; and the sentence on each."""
    checkout = Checkout(tmp_path_factory.mktemp("broken"))
    sentences = {}
    for number, (tamper, sentence) in enumerate(BROKEN.values(), start=10):
        name = new_exercise(checkout, number)
        checks = f"{SUITES}/{name}/checks.py"
        tamper(checkout, checks)
        sentences[name] = sentence.format(checks=checks)
    return checkout, sentences


def test_a_broken_suite_is_one_sentence_for_its_author(broken):
    checkout, sentences = broken
    checked = checkout.kata("author", "check", *sentences)
    assert checked.status == 1
    assert "Traceback" not in checked.text
    assert f"{len(sentences)} to fix." in checked.text
    for name, sentence in sentences.items():
        (finding,) = findings(checked.text.partition(f"{name}  Halve")[2].split("\nex")[0] + "\n\n")
        assert sentence in finding


@pytest.mark.slow
def test_a_broken_suite_is_not_the_learners_mistake(broken):
    checkout, sentences = broken
    ran = checkout.pytest(*(f"exercises/{name}" for name in sentences), columns=200)
    assert ran.status not in (0, 1)
    assert "Traceback" not in ran.text
    assert ran.flat.count("torchkata's own suite is broken, which is not your mistake.") == len(sentences)
    for sentence in sentences.values():
        assert ran.flat.count(sentence) == 1


@pytest.mark.slow
@pytest.mark.skipif(not READY, reason=f"no sandbox on this machine: {WHY}")
def test_a_broken_suite_takes_no_other_exercises_grades(broken):
    checkout, sentences = broken
    for student in ("ada", "bob"):
        for name in ("ex01", *sentences):
            (solution,) = (checkout.root / "solutions" / name).glob("[hn]*.py")
            target = checkout.root / "class" / student / name / solution.name
            target.parent.mkdir(parents=True)
            shutil.copy(solution, target)
    ran = checkout.kata("grade", "class", "--json", "out.json", "--jobs", "1", COLUMNS="300")
    assert ran.status == 1
    assert "Traceback" not in ran.text
    whole = json.loads((checkout.root / "out.json").read_text(encoding="utf-8"))
    results = {(entry["student"], entry["exercise"]): entry for entry in whole["submissions"]}
    assert len(results) == 2 * (1 + len(sentences))
    for student in ("ada", "bob"):
        assert (results[student, "ex01"]["status"], results[student, "ex01"]["points"]) == ("graded", 10)
        for name, sentence in sentences.items():
            result = results[student, name]
            assert (result["status"], result["points"]) == ("grader_fault", None)
            assert sentence in result["note"]
            assert f"not graded: {student} {name}: {result['note']}" in ran.flat


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "ex77"], "There is no exercise called 'ex77'"),
        (["mistake", "ex77"], "There is no exercise called 'ex77'"),
        (["mistake", "ex01", "sums"], "ex01 has no mistake called sums. kata author mistake ex01 lists them."),
        (["mistake", "ex01", "always_576", "--form", "2"], "always_576 has 1 form(s), and --form 2 asks for another"),
        (["mistake", "ex01", "always_576", "--form", "0"], "--form"),
        (["new", "ex01", "--title", "Again"], "exists already. Choose another id, or remove it."),
        (["new", "10", "--title", "Halve"], "10 is not an exercise's id. It is ex and two digits, such as ex10."),
        (["new", "ex10", "--title", "1 half"], "'1_half' cannot be a module's name. Give one: --module"),
        (["new", "ex10", "--title", "Zero grad"], "an exercise with the module zero_grad exists. Give another"),
        (["new", "ex10"], "--title"),
    ],
)  # fmt: skip
def test_usage_errors_are_one_sentence_with_status_2(kit, arguments, message):
    """Run in a learner's folder: the kit finds its own checkout. Nothing is written."""
    ran = kit.kata("author", *arguments, COLUMNS="300")
    assert ran.status == 2, ran.text
    assert message in ran.flat
    assert "Traceback" not in ran.text
    assert not (ROOT / "grader/suites/ex10").exists()


def test_mistakes_are_listed_by_identifier(kit):
    ran = kit.kata("author", "mistake", "1")
    assert ran.status == 0
    assert "always_576: The number of one network is written down\n" in ran.text
    module = kit.kata("author", "mistake", "num_flat_features", "always_576").text
    assert "return 16 * 6 * 6" in module

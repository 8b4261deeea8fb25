"""The page of a run's results, as it is written: complete, and everything in it is text."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from grader.records import CheckResult, NamedMistake, SubmissionResult
from grader.reporting.page import write_page
from tests.results import FAILED, PASSED, RUN, faulty, graded

SCRIPT = "<script>alert(1)</script><!--<img src=x onerror=alert(2)>\"'</pre></script>"
SUMS = NamedMistake("sums", "Sizes added", "It returns 16 + 6 + 6.")
NEW = replace(FAILED, mistakes=(), behaviour="b1", message="returned: 29")


class Page(HTMLParser):
    """The page's tags with their attributes, the text that is shown, and what its script reads."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source
        self.tags: list[tuple[str, dict]] = []
        self.text = ""
        self.parts: dict[str, str] = {}
        self._inside = ""
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._inside = {"script": dict(attrs).get("id", "script"), "style": "style"}.get(tag, "")

    def handle_endtag(self, tag):
        self._inside = ""

    def handle_data(self, data):
        if self._inside:
            self.parts[self._inside] = data
        else:
            self.text += f"{data} "

    @property
    def words(self) -> str:
        return " ".join(self.text.split())

    @property
    def data(self) -> dict:
        return json.loads(self.parts["data"])

    def section(self, name: str) -> str:
        """The words from a section's heading to the next section's."""
        return self.words.partition(f" {name} ")[2]


def page(tmp_path, *results, **options) -> Page:
    write_page(tmp_path / "out.html", RUN, iter(results), **options)
    return Page((tmp_path / "out.html").read_text(encoding="utf-8"))


def answer(student: str, *checks: CheckResult, mistakes=()) -> SubmissionResult:
    points = sum(check.points for check in checks)
    return SubmissionResult(student, "ex01", "graded", points, 10, 0.5, "", "d", checks, mistakes)


CLASS = [
    answer("ada", PASSED, replace(FAILED, passed=True, points=4, message="", mistakes=())),
    answer("bob", PASSED, FAILED, mistakes=(SUMS,)),
    replace(faulty("cid"), note="Traceback\nSandboxError: it is gone"),
    answer("dan", PASSED, NEW),
    SubmissionResult("eve", "ex01", "missing", 0, 10, note="no file"),
    answer("fay", PASSED, NEW),
    answer("gil", PASSED, replace(NEW, behaviour="b2", message="returned: 30")),
    SubmissionResult("hal", "ex01", "timed_out", 0, 10, note="stopped after 60 seconds", checks=(replace(FAILED),)),
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return page(
        tmp_path_factory.mktemp("page"), *CLASS, unrecognised=["notes"], titles={"ex01": "Count"}, source="my class"
    )


def test_the_summary_counts_students_and_submissions(whole):
    words = whole.section("Hardest checks Summary")
    assert words.startswith("Students 8 Submissions 7 Mean total 4.2 of 10 Need attention 2 Not submitted 1")
    assert "ex01 Count 7 1 5.7 of 10" in words
    assert "seed 7" in words and "suites abc" in words


def test_what_needs_attention_is_named_and_the_graders_faults_come_first(whole):
    words = whole.section("Needs attention 1")
    assert words.startswith("submission was not graded: the grader failed, not the student cid , ex01: SandboxError")
    assert "1 submission ended as: timed out hal , ex01: stopped after 60 seconds" in words
    assert "1 folder without anything that was recognised as a submission notes" in words
    assert "1 student without any submission eve" in words
    assert "ex01: 1 student eve" in words


def test_who_has_no_result_in_an_exercise_did_not_submit_it(tmp_path):
    words = page(tmp_path, graded("ada"), graded("ada", "ex02"), graded("bob", "ex02")).words
    assert "Not submitted 1 " in words
    assert "1 submission is missing ex01: 1 student bob" in words
    assert "without any submission" not in words


def test_known_mistakes_come_with_number_explanation_and_names(whole):
    words = whole.section("Known mistakes Sizes")
    assert words.startswith("added 2 students in ex01 sums It returns 16 + 6 + 6. Which students")
    assert "Show them in the table bob hal" in words
    assert whole.data["sets"]["mistake-0"] == [1, 7]


def test_equal_unknown_answers_are_one_entry_with_a_command_that_starts_a_mistake(whole):
    words = whole.section("match no known mistake.")
    assert words.startswith("1 more answer that nobody shares is left out. 2 students share something new in ex01")
    assert "Fails alike: b is right returned: 29 Which students Show them in the table dan fay" in words
    assert "kata author mistake ex01 --from 'my class' --student=dan --caught-by=test_b" in words


def test_checks_failed_by_the_same_students_are_one_entry(tmp_path):
    both = (replace(NEW, name="test_a", title="a is right", max_points=6), NEW)
    words = page(tmp_path, answer("ada", *both), answer("bob", *both), source="class").words
    assert "Fails alike: a is right, b is right returned: 29" in words
    assert "--student=ada --caught-by=test_a --caught-by=test_b" in words
    assert words.count("students share something new") == 1


def test_the_hardest_checks_count_what_was_looked_at(whole):
    assert whole.section("Share that passed").startswith("ex01 b is right 1 of 6 ex01 a is right 5 of 5")


@pytest.mark.parametrize(
    ("students", "source", "command"),
    [
        (["ada", "bob"], "", "kata author mistake ex01 --from FILE --caught-by=test_b"),
        (["a\u202eda", "bob"], "class", "kata author mistake ex01 --from class --student=bob --caught-by=test_b"),
        (["a\u202eda", "b\nob"], "class", "kata author mistake ex01 --from FILE --caught-by=test_b"),
        (["$(id); ' -x", "zoe"], "c", """--from c '--student=$(id); '"'"' -x' --caught-by=test_b"""),
    ],
    ids=["pseudonyms", "one name cannot be copied", "no name can be copied", "a shell's characters"],
)
def test_a_command_can_be_copied_whatever_the_names(tmp_path, students, source, command):
    assert command in page(tmp_path, *(answer(student, NEW) for student in students), source=source).words


def test_what_a_learner_had_a_part_in_is_only_text(tmp_path):
    shapes = []
    for text in ("plain", SCRIPT):
        check = CheckResult("test_a", text, False, 0, 4, text, ("m",))
        other = CheckResult("test_b", text, False, 0, 4, text, (), "b")
        named = (NamedMistake("m", text, text),)
        results = [
            SubmissionResult(f"{text}{number}", "ex01", status, 0, 8, 0.5, text, "", (check, other), named)
            for number, status in enumerate(["graded", "crashed", "missing", "grader_fault"])
        ]
        made = page(tmp_path, *results, unrecognised=[text], source=text)
        shapes.append([tag for tag, _ in made.tags])
        for tag, attributes in made.tags:
            assert not [name for name in attributes if name.startswith("on") or name in ("src", "style")], tag
            assert attributes.get("href", "#").startswith("#")
        assert made.words.count(text) > 10
        assert made.data["students"][0][0] == f"{text}0"
    assert shapes[0] == shapes[1]


def test_characters_that_do_not_print_are_spelled_out(tmp_path):
    odd = "\x00\x1b[31m\u202e\udcff"
    made = page(tmp_path, replace(graded(f"ada{odd}", note=odd), status="exited"), unrecognised=[odd])
    for char in odd.replace("[31m", ""):
        assert char not in made.source
    assert "ada\\x00\\x1b[31m\\u202e\\udcff" in made.words
    assert made.data["students"][0][0] == "ada\\x00\\x1b[31m\\u202e\\udcff"


def test_only_its_own_script_and_styles_may_run_and_nothing_is_loaded(whole):
    (policy,) = [
        attributes["content"]
        for tag, attributes in whole.tags
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    digests = {part: b64encode(sha256(whole.parts[part].encode()).digest()).decode() for part in ("script", "style")}
    assert policy == (
        f"default-src 'none'; script-src 'sha256-{digests['script']}'; style-src 'sha256-{digests['style']}'; "
        "form-action 'none'; base-uri 'none'; require-trusted-types-for 'script'"
    )


def test_nobody_makes_a_page_too(tmp_path):
    words = page(tmp_path).words
    assert "Students 0 Submissions 0" in words
    assert "Nothing: every submission was graded." in words

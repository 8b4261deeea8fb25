"""The page of a run's results: everything in it is text, and it needs nothing else."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from grader.records import CheckResult
from grader.reporting.page import write_page
from tests.results import RUN, faulty, graded

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'</pre>"

TAGS = {
    "html", "head", "meta", "title", "style", "body", "h1", "p", "table", "thead", "tbody", "tr", "th", "td", "div",
    "span", "details", "summary", "ul", "li", "pre",
}  # fmt: skip


class Page(HTMLParser):
    """The page's tags with their attributes, and its text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += f"{data} "


def page(tmp_path, *results) -> Page:
    write_page(tmp_path / "out.html", RUN, iter(results))
    return Page((tmp_path / "out.html").read_text(encoding="utf-8"))


def test_every_result_is_a_row_with_its_checks(tmp_path):
    made = page(tmp_path, graded("ada", note="a note"), faulty("bob"))
    words = " ".join(made.text.split())
    assert "seed 7" in words and "suites abc" in words
    assert "ada ex01 6 of 10 graded a note 1 of 2 passed" in words
    assert "a is right (6 of 6)" in words and "b is right (0 of 4) returned: 28" in words
    assert "bob ex01 none of 10 grader fault the sandbox failed" in words
    assert [tag for tag, _ in made.tags].count("tr") == 3


def test_what_a_learner_had_a_part_in_is_only_text(tmp_path):
    hostile = replace(graded(SCRIPT, note=SCRIPT), checks=(CheckResult("test_a", SCRIPT, False, 0, 4, SCRIPT),))
    made = page(tmp_path, hostile)
    assert {tag for tag, _ in made.tags} <= TAGS
    for tag, attributes in made.tags:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "href")], tag
    assert made.text.count(SCRIPT) == 4


def test_it_loads_nothing(tmp_path):
    policies = [attributes.get("content", "") for tag, attributes in page(tmp_path).tags if tag == "meta"]
    assert any(policy.startswith("default-src 'none'") for policy in policies)

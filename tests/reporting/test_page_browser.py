"""The page of a class in Chromium: sorted, filtered, read by keyboard, on a phone, in the dark, printed, attacked.

Screenshots are written where KATA_PICTURES names a folder; docs/class-students.png and docs/class-mistakes.png are two.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from grader.records import CheckResult, NamedMistake, SubmissionResult
from grader.reporting.page import write_page
from tests.nbgrader_plugin.browser import chromium
from tests.pytest_plugin.kit import ROOT
from tests.reporting.sample import sample_class, titles
from tests.results import RUN, faulty

pytestmark = pytest.mark.skipif(chromium() is None, reason="needs chromium (apt-get install chromium)")
sync_api = pytest.importorskip("playwright.sync_api", reason='needs playwright (pip install "torchkata[test]")')

STUDENTS = 120
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
PRINTED = b"/Type /Page\n"
WATCH = """
  window.violations = [];
  addEventListener("securitypolicyviolation", ({violatedDirective, blockedURI}) =>
    violations.push(`${violatedDirective} ${blockedURI}`));
"""
CONTRAST = """() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (colour) => colour.slice(0, 3)
    .map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const colour = rgb(getComputedStyle(node).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
  };
  const low = new Set();
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    if (!own || !node.checkVisibility() || node.disabled || node.matches(".hidden, script")) continue;
    const [one, other] = [light(rgb(getComputedStyle(node).color)), light(behind(node))].sort((a, b) => b - a);
    if ((one + 0.05) / (other + 0.05) < 4.5) low.add(`${node.tagName}.${node.className}`);
  }
  return [...low];
}"""
BASICS = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)].filter((node) => node.checkVisibility());
  const wrong = [];
  const expect = (right, what) => { if (!right) wrong.push(what); };
  expect(document.documentElement.lang === "en", "language");
  for (const landmark of ["header", "main", "footer"]) expect(all(`body > ${landmark}`).length === 1, landmark);
  const levels = all("h1, h2, h3, h4").map((node) => Number(node.tagName[1]));
  expect(levels[0] === 1 && levels.filter((level) => level === 1).length === 1, "one h1, at the top");
  levels.forEach((level, at) => expect(at === 0 || level <= levels[at - 1] + 1, `h${level} after h${levels[at - 1]}`));
  for (const node of all("input, select")) expect(node.labels.length === 1, `label of ${node.id}`);
  for (const node of all("button, a")) expect(node.textContent.trim() || node.ariaLabel, `name of ${node.outerHTML}`);
  for (const node of all("th")) expect(node.scope, `scope of ${node.textContent}`);
  for (const node of all("table")) expect(node.caption || node.getAttribute("aria-labelledby"), "a table's name");
  for (const node of all("nav, section, .student"))
    expect(node.ariaLabel || document.getElementById(node.getAttribute("aria-labelledby")), `name of ${node.id}`);
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  expect(new Set(ids).size === ids.length, "an id is used twice");
  for (const node of all("svg")) expect(node.getAttribute("aria-hidden") === "true", "a picture without words");
  return wrong;
}"""


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "class.html"
    fault = replace(faulty("Aaron Zero", "ex05"), max_points=20)
    write_page(path, RUN, [fault, *sample_class(STUDENTS)], ["old notes"], titles(), "class")
    return path


@pytest.fixture
def opened(browser, written):
    """Opens the page of the sample class (or another file); nothing may be refused, reported or asked for."""
    contexts, noises = [], []

    def open_page(path: Path = written, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        context.add_init_script(WATCH)
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.on("console", lambda message: noises.append(message.text))
        page.on("pageerror", lambda error: noises.append(str(error)))
        page.on("dialog", lambda dialog: (noises.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: None if request.url.startswith("file:") else noises.append(request.url))
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        noises += context.pages[0].evaluate("violations")
        context.close()
    assert noises == []


def expect(locator):
    """Playwright's waiting assertion. (`wait_for_function` calls eval in the page, which its policy forbids.)"""
    sync_api.expect.set_options(timeout=120_000)
    return sync_api.expect(locator)


def names(page) -> list[str]:
    return page.locator("#heat tbody th").all_inner_texts()


def column(page, number: int) -> list[str]:
    """What a column of the table shows; the student's total is number 0."""
    return page.evaluate(
        "number => [...document.querySelectorAll('#heat tbody tr')].map(row => row.cells[number + 1].firstChild.data)",
        number,
    )


def picture(page, name: str, **options) -> None:
    if os.environ.get("KATA_PICTURES"):
        page.screenshot(path=str(Path(os.environ["KATA_PICTURES"]) / f"{name}.png"), **options)


def test_a_heading_sorts_by_keyboard_and_says_so(opened):
    page = opened(viewport={"width": 1100, "height": 900})
    for name in ("students", "mistakes"):
        page.locator(f"#overview nav a[href='#{name}']").click()
        picture(page, f"class-{name}")
    assert names(page)[:2] == ["Aaron Zero", "Adeyemi Ada"]
    assert page.locator("#status").inner_text() == "121 of 121 students"
    page.get_by_role("button", name="Total of 180 points").focus()
    page.keyboard.press("Enter")
    totals = [int(text.removesuffix("+?")) for text in column(page, 0)]
    assert totals == sorted(totals) and len(totals) == 50
    heading = page.locator("[data-column=total]")
    assert heading.get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert heading.get_attribute("aria-sort") == "descending"
    totals = [int(text) for text in column(page, 0)]
    assert totals == sorted(totals, reverse=True) and totals[0] > totals[-1]
    page.get_by_role("button", name="ex05 Write the SGD update by hand").press("Space")
    assert column(page, 6)[0] == "–" and "?" in column(page, 6)
    page.get_by_role("button", name="Next").press("Enter")
    assert page.locator("#range").inner_text() == "51 to 100"
    picture(page, "page-desktop", full_page=True)


def test_students_are_found_by_name_and_by_mistake(opened):
    page = opened()
    page.get_by_label("Find a student").press_sequentially("berg")
    assert len(names(page)) == 12 and all("Berg" in name for name in names(page))
    assert page.locator("#status").inner_text() == "12 of 121 students"
    assert not page.locator("#pager").is_visible()
    page.get_by_label("Find a student").press_sequentially("nobody of that name")
    assert names(page) == [] and page.locator("#status").inner_text() == "0 of 121 students"

    entry = page.locator("#mistakes .entry").first
    entry.locator("summary").press("Enter")
    who = entry.locator("li").all_inner_texts()
    assert entry.locator("strong").inner_text() == f"{len(who)} students"
    entry.get_by_role("button", name="Show them in the table").press("Enter")
    assert sorted(names(page)) == sorted(who)
    assert page.evaluate("document.activeElement.id") == "show"

    entry = page.locator("#new .entry").first
    entry.locator("summary").click()
    who = entry.locator("li").all_inner_texts()
    entry.get_by_role("button").click()
    assert sorted(names(page)) == sorted(who)
    page.get_by_role("combobox", name="Show").select_option("ended")
    assert "Aaron Zero" in names(page)


def test_an_exercise_opens_into_its_checks(opened):
    page = opened()
    page.get_by_label("Columns").select_option("ex05")
    assert "gradient_descent walks down x^2" in page.locator("#titles li").all_inner_texts()
    heading = page.get_by_role("button", name=": gradient_descent walks down x^2")
    place = int(heading.inner_text())
    heading.click()
    marks = column(page, place)
    assert marks == sorted(marks, key="–?✗✓".index) and "✗" in marks
    cell = page.locator("#heat tbody td.l0").first
    assert cell.text_content() == "✗ failed"


def test_a_student_is_read_by_keyboard_and_the_way_back_is_kept(opened):
    page = opened()
    page.get_by_role("link", name="Berg Ada", exact=True).first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h2:focus")).to_have_text("Berg Ada")
    assert page.title() == "Berg Ada: class report"
    assert not page.locator("#overview").is_visible()
    article = page.get_by_role("article", name="Berg Ada")
    assert "of 180 points" in article.inner_text() and "✗ failed: " in article.inner_text()
    picture(page, "page-student", full_page=True)
    page.get_by_role("link", name="Next student").press("Enter")
    expect(page.locator("h2:focus")).to_have_text("Berg Barbara")
    page.go_back()
    expect(page.locator("h2:focus")).to_have_text("Berg Ada")
    page.get_by_role("link", name="Back to the class").press("Enter")
    expect(page.locator("a:focus")).to_have_text("Berg Ada")
    assert page.get_by_role("heading", name="Students", exact=True).is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_in_either_scheme_and_by_a_screen_reader(opened, scheme):
    page = opened(color_scheme=scheme)
    back = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert back == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 29)"}[scheme]
    page.evaluate("for (const node of document.querySelectorAll('details')) node.open = true")
    for place in ("#attention", "#student-3"):
        page.goto(f"{page.url.partition('#')[0]}{place}")
        expect(page.locator("#pages")).to_be_visible(visible=place != "#attention")
        assert page.evaluate(CONTRAST) == []
        assert page.evaluate(BASICS) == []
    page.get_by_role("button", name="Print").focus()
    page.keyboard.press("Shift+Tab")
    focused = "getComputedStyle(document.activeElement)"
    assert page.evaluate(f"{focused}.outlineStyle") == "solid" and page.evaluate(f"{focused}.outlineWidth") == "3px"
    picture(page, f"page-{scheme}", full_page=True)


def test_a_phone_needs_no_sideways_scrolling(opened):
    page = opened(**PHONE)
    page.evaluate("for (const node of document.querySelectorAll('details')) node.open = true")
    wide = "document.documentElement.scrollWidth > innerWidth"
    assert not page.evaluate(wide)
    picture(page, "page-phone", full_page=True)
    table = page.get_by_role("table", name="Students", exact=True)
    assert table.get_by_role("row").count() == 51, "it still is a table to a screen reader"
    assert table.get_by_role("columnheader", name="ex05 Write the SGD update by hand").count() == 1
    assert table.get_by_role("row", name="Adeyemi Ada").first.get_by_role("cell").count() == 11
    page.get_by_label("Columns").select_option("ex07")
    assert not page.evaluate(wide)
    picture(page, "page-phone-checks")
    page.get_by_role("link", name="Adeyemi Ada").first.tap()
    expect(page.locator("h2:focus")).to_have_text("Adeyemi Ada")
    assert not page.evaluate(wide)
    picture(page, "page-phone-student", full_page=True)


def test_each_students_section_is_printed_on_a_page_of_its_own(opened, tmp_path):
    short = [replace(result, student=f"student {index}") for index, result in enumerate([faulty("")] * 3)]
    write_page(tmp_path / "short.html", RUN, short)
    page = opened(tmp_path / "short.html")
    page.get_by_role("link", name="A page for each, to print").click()
    expect(page.locator("article.student")).to_have_count(3)
    assert page.pdf().count(PRINTED) == 3
    page.emulate_media(media="print")
    assert not page.locator("nav").first.is_visible() and not page.get_by_role("heading", level=1).is_visible()


def test_paper_gets_every_student_of_the_table(opened):
    page = opened()
    page.get_by_label("Find a student").fill("a")
    number = int(page.locator("#status").inner_text().split()[0])
    assert number > 50
    page.evaluate(
        "addEventListener('beforeprint', () => { window.rows = document.querySelector('#heat').rows.length })"
    )
    assert page.pdf().startswith(b"%PDF")
    assert page.evaluate("rows") == 1 + number
    assert len(names(page)) == 50


def attempts() -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests/hostile/browser").iterdir())]
    return [*texts, "</script><script>alert(1)</script>", "x" * 3000, "<!--<script>", "\u202edesrever", "__proto__"]


def hostile_class(text: str, number: int) -> list[SubmissionResult]:
    check = CheckResult("test_a", text, False, 0, 4, text, ("m",))
    new = CheckResult("test_b", text, False, 0, 4, text, (), "b")
    named = (NamedMistake("m", text, text),)
    status = ("graded", "crashed", "missing", "grader_fault")[number % 4]
    points = None if status == "grader_fault" else 0
    return [SubmissionResult(text, "ex01", status, points, 8, 0.5, text, "", (check, new), named)]


def elements(page) -> dict[str, int]:
    """How many elements of each kind the page has, with every student's page opened."""
    page.goto(f"{page.url.partition('#')[0]}#pages")
    expect(page.locator("#articles article")).not_to_have_count(0)
    return page.evaluate(
        "[...document.querySelectorAll('*')].reduce((sum, {tagName}) => "
        "({...sum, [tagName]: (sum[tagName] || 0) + 1}), {})"
    )


def test_hostile_names_and_messages_stay_text(opened, tmp_path):
    counts = []
    for kind, texts in {
        "plain": ["\n" * text.count("\n") + f"plain {number}" for number, text in enumerate(attempts())],
        "hostile": attempts(),
    }.items():
        results = [result for number, text in enumerate(texts) for result in hostile_class(text, number)]
        write_page(tmp_path / f"{kind}.html", RUN, results, texts, {"ex01": texts[-1]}, texts[0])
        page = opened(tmp_path / f"{kind}.html", **PHONE)
        wide = "document.documentElement.scrollWidth > innerWidth"
        assert not page.evaluate(wide)
        page.evaluate("for (const node of document.querySelectorAll('details')) node.open = true")
        assert not page.evaluate(wide)
        counts.append(elements(page))
        assert not page.evaluate(wide)
    assert counts[0] == counts[1]

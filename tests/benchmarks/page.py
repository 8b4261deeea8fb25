"""The page of a large class: writing it, and what its reader waits for in Chromium."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from grader.reporting.page import write_page
from tests.benchmarks.measuring import in_turn
from tests.nbgrader_plugin.browser import chromium
from tests.reporting.sample import sample_class, titles
from tests.results import RUN

STUDENTS = 2000
ROUNDS = 5
UNTIL_PAINTED = """async ([id, event, values]) => {
  const node = document.querySelector(id);
  const started = performance.now();
  if (values) node.value = node.value === values[0] ? values[1] : values[0];
  node.dispatchEvent(new Event(event, {bubbles: true}));
  document.body.offsetHeight;
  const script = performance.now() - started;
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return [script, performance.now() - started];
}"""
ACTS = {
    "sort by the total": ("[data-column=total] button", "click", None),
    "sort by an exercise": ("[data-column=ex05] button", "click", None),
    "filter by name (one letter)": ("#find", "input", ["a", "e"]),
    "filter by a mistake": ("#show", "input", ["mistake-0", ""]),
    "an exercise's checks as columns": ("#columns", "input", ["ex07", ""]),
    "the next 50 students": ("#after", "click", None),
}
"""What a reader does: which element gets which event, and the two values that it takes in turn."""


def main() -> None:
    results = list(sample_class(STUDENTS))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "class.html")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started = time.process_time()
        write_page(path, RUN, results, [], titles(), "class")
        took = time.process_time() - started
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        print(f"{STUDENTS:,} students, {len(results):,} results, {sum(len(one.checks) for one in results):,} checks")
        print(f"written in {took:.1f} CPU s, {path.stat().st_size / 1e6:.1f} MB, {grown:.0f} MB of memory")
        if chromium() is None:
            sys.exit("needs chromium (apt-get install chromium)")
        _measure(path)


def _measure(path: Path) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(120_000)

        def opened() -> float:
            started = time.monotonic()
            page.goto(path.as_uri())
            page.locator("#heat tbody tr").first.wait_for()
            return 1000 * (time.monotonic() - started)

        print(f"open until the table is there: {in_turn(3, opened)[0]:.0f} ms")
        for name, act in ACTS.items():
            taken = sorted(page.evaluate(UNTIL_PAINTED, list(act)) for _ in range(2 * ROUNDS))
            print(f"{name}: {taken[ROUNDS][0]:.0f} ms of script and layout, {taken[ROUNDS][1]:.0f} ms until painted")
        for name, place in {"a student's page": "#student-7", "all students' pages": "#pages"}.items():
            page.evaluate("location.hash = ''")
            started = time.monotonic()
            page.evaluate("place => { location.hash = place }", place)
            page.locator("article.student").first.wait_for()
            print(f"{name}: {1000 * (time.monotonic() - started):.0f} ms")
        browser.close()

"""The same honest notebooks through ``nbgrader autograde``, with nbgrader's own settings and with ours, side by side.

CPU and wall seconds per submission, all processes counted: in all, and start-up apart (the cost of many less the cost
of one, divided by the difference). The floor is nbgrader's own bookkeeping: the same command with nothing executed.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from tests.benchmarks.measuring import Cost, python, run
from tests.nbgrader_plugin.kit import Course

EXERCISE, MANY, SLOPE = "ex02", 40, (40, 400)
NAME = "nbgrader_config.py"
STOCK = {NAME: 'c = get_config()\nc.CourseDirectory.course_id = "torchkata"\n'}
FLOOR = {NAME: STOCK[NAME] + "c.Execute.enabled = False\n"}


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        base = Course(Path(place) / "base", EXERCISE)
        base.nbgrader("generate_assignment", EXERCISE)
        ours_config = {path.name: path.read_text(encoding="utf-8") for path in base.root.glob("nbgrader_config.*")}
        found = {}
        for name, config in (("nbgrader's own settings", STOCK), ("ours", ours_config), ("the floor", FLOOR)):
            one, many = (autograde(base.root, config, count) for count in (1, MANY))
            found[name] = slope(one, many, MANY)
            print(
                f"{name}: {MANY} {EXERCISE} notebooks in {many.cpu:.1f} CPU s, {many.wall:.1f} s; a submission costs "
                f"{many.cpu / MANY:.3f} CPU s, {many.wall / MANY:.3f} s; start-up apart {found[name].cpu:.3f} CPU s, "
                f"{found[name].wall:.3f} s",
                flush=True,
            )
        stock, ours, floor = found.values()
        print(
            f"start-up apart: {stock.cpu / ours.cpu:.1f} times less CPU, {stock.wall / ours.wall:.1f} times less wall; "
            f"{ours.cpu / floor.cpu:.1f} times the floor"
        )
        few, more = (autograde(base.root, ours_config, count) for count in SLOPE)
        each, counts = slope(few, more, SLOPE[1] - SLOPE[0] + 1), f"from {SLOPE[0]} to {SLOPE[1]} submissions"
        print(f"ours, {counts}: {each.cpu:.3f} CPU s, {each.wall:.3f} s for each one more")


def slope(one: Cost, many: Cost, count: int) -> Cost:
    return Cost((many.cpu - one.cpu) / (count - 1), (many.wall - one.wall) / (count - 1), many.megabytes)


def autograde(base: Path, config: dict[str, str], count: int) -> Cost:
    """Grade ``count`` copies of the solved notebook in a fresh copy of the course."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "course"
        shutil.copytree(base, root)
        for path in root.glob("nbgrader_config.*"):
            path.unlink()
        for name, text in config.items():
            (root / name).write_text(text, encoding="utf-8")
        solved = (root / "source" / EXERCISE / f"{EXERCISE}.ipynb").read_text(encoding="utf-8")
        for number in range(count):
            path = root / "submitted" / f"student{number:03d}" / EXERCISE / f"{EXERCISE}.ipynb"
            path.parent.mkdir(parents=True)
            path.write_text(
                solved.replace("### BEGIN SOLUTION", "#").replace("### END SOLUTION", "#"), encoding="utf-8"
            )
        cost = run(python("-m", "nbgrader", "autograde", EXERCISE, "--log-level=ERROR"), cwd=root)
        done = [json.loads(path.read_text()) for path in root.glob(f"autograded/*/{EXERCISE}/*.ipynb")]
        assert len(done) == count, "not everybody was graded"
        return cost


if __name__ == "__main__":
    main()

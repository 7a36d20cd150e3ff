"""The processes of the sandbox: none is left behind, one that dies is replaced, and what it holds never leaks."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from judge.errors import CannotBegin, InternalError
from judge.model import Limits
from judge.sandbox import command
from judge.sandbox.pool import FOR_STRANGERS, Sandbox
from judge.sandbox.process import Lost
from judge.sandbox.run import Run
from tests.processes import descendants, gone
from tests.running import ONE, job_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

SPIN = "def solve(plays):\n    print('begun', flush=True)\n    while True: pass\n"
FRAME = "    return plays[['play_id']].rename(columns={'play_id': 'x'})\n"
HONEST = f"def solve(plays):\n{FRAME}"
KINDS: dict[str, dict[str, bool]] = {
    "forked": {"bubblewrap": False, "ahead": False},
    "wrapped": {"ahead": False},
    "spawned": {"fork": False},
}


@pytest.fixture(params=KINDS)
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    if request.param == "wrapped" and not command.bubblewrap():
        pytest.skip("bubblewrap is not installed here")
    with Sandbox(**KINDS[request.param]) as made:
        yield made


def rows_of(sandbox: Sandbox, source: str = HONEST) -> list[object]:
    with Run(sandbox, job_of("pandas", source, [ONE])) as run:
        [outcome] = run
    assert outcome.result is not None, outcome
    return [*outcome.result.rows]


def test_every_kind_of_worker_judges(sandbox: Sandbox) -> None:
    assert rows_of(sandbox) == [(1,), (2,), (3,)]
    with Run(sandbox, job_of("sql", "select member_id x from plays", [ONE, ONE])) as run:
        assert [outcome.result and outcome.result.rows for outcome in run] == [[(7,), (None,), (7,)]] * 2


def test_leaving_in_the_middle_leaves_no_process_behind(sandbox: Sandbox) -> None:
    before = descendants()
    with pytest.raises(KeyboardInterrupt), Run(sandbox, job_of("pandas", SPIN, [ONE])):
        raise KeyboardInterrupt
    sandbox.end()
    sandbox.end()
    assert all(map(gone, descendants() - before))


def test_a_submission_that_never_ends_is_gone_with_its_verdict(sandbox: Sandbox) -> None:
    rows_of(sandbox)
    kept = descendants()
    with Run(sandbox, job_of("pandas", SPIN, [ONE, ONE], limits=Limits(0.2))) as run:
        assert [outcome.failure for outcome in run] == ["time_limit", "skipped"]
    assert run.output == "begun\n"
    assert all(map(gone, descendants() - kept))


def test_breaking_off_between_two_fixtures_ends_the_worker(sandbox: Sandbox) -> None:
    source = f"calls = []\ndef solve(plays):\n    calls.append(1)\n    while len(calls) == 2: pass\n{FRAME}"
    rows_of(sandbox)
    kept = descendants()
    with Run(sandbox, job_of("pandas", source, [ONE, ONE])) as run:
        first = next(iter(run))
    assert first.result is not None
    assert all(map(gone, descendants() - kept))


@pytest.fixture
def forked() -> Iterator[Sandbox]:
    with Sandbox(bubblewrap=False) as made:
        yield made


def _zygote_pid(sandbox: Sandbox) -> int:
    return sandbox._zygotes["pandas"]._process.pid


def test_a_zygote_that_died_is_replaced_by_the_next_verdict(forked: Sandbox) -> None:
    rows_of(forked)
    dead = _zygote_pid(forked)
    os.kill(dead, signal.SIGKILL)
    assert gone(dead)
    assert rows_of(forked) == [(1,), (2,), (3,)]
    assert _zygote_pid(forked) != dead


def test_a_zygote_that_dies_during_a_verdict_is_replaced_and_the_verdict_goes_on(forked: Sandbox) -> None:
    with Run(forked, job_of("pandas", HONEST, [ONE, ONE, ONE])) as run:
        outcomes = iter(run)
        first = next(outcomes)
        os.kill(_zygote_pid(forked), signal.SIGKILL)
        rest = list(outcomes)
    assert [outcome.result and outcome.result.rows for outcome in [first, *rest]] == [[(1,), (2,), (3,)]] * 3


def test_a_worker_that_is_lost_twice_is_our_own_fault(forked: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    original = Sandbox.worker

    def doomed(self: Sandbox, language: str) -> object:
        worker = original(self, language)
        started.append(_zygote_pid(self))
        os.kill(started[-1], signal.SIGKILL)
        return worker

    monkeypatch.setattr(Sandbox, "worker", doomed)
    with Run(forked, job_of("pandas", HONEST, [ONE])) as run, pytest.raises(InternalError, match="lost twice"):
        list(run)
    assert len(set(started)) == 2


def test_a_child_of_a_dead_zygote_dies_with_it(forked: Sandbox) -> None:
    rows_of(forked)
    before = descendants()
    with Run(forked, job_of("pandas", SPIN, [ONE])):
        children = descendants() - before
        os.kill(_zygote_pid(forked), signal.SIGKILL)
        assert all(gone(pid) for pid in children)


def test_a_spawned_worker_that_died_before_its_job_is_lost() -> None:
    with Sandbox(fork=False) as sandbox:
        sandbox.start("sql")
        sandbox._spawned["sql"].kill()
        with Run(sandbox, job_of("sql", "select 1 as x", [ONE])) as run:
            [outcome] = run
    assert outcome.result is not None, "another one took its place"


def test_bubblewrap_that_fails_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with Sandbox() as sandbox:
        assert sandbox.bubblewrap == str(fake)
        assert rows_of(sandbox) == [(1,), (2,), (3,)]
        assert sandbox.bubblewrap is None


def test_many_threads_share_a_sandbox(forked: Sandbox) -> None:
    failed: list[BaseException] = []

    def judge(number: int) -> None:
        source = f"def solve(plays):\n    return plays[['play_id']].rename(columns={{'play_id': 'x'}}) + {number}\n"
        try:
            for _ in range(5):
                assert rows_of(forked, source) == [(1 + number,), (2 + number,), (3 + number,)]
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=judge, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed


def test_no_submission_sees_what_another_one_left(forked: Sandbox) -> None:
    rows_of(forked, f"import builtins\nbuiltins.left = 1\ndef solve(plays):\n{FRAME}")
    source = f"import builtins\ndef solve(plays):\n    assert not hasattr(builtins, 'left')\n{FRAME}"
    assert rows_of(forked, source) == [(1,), (2,), (3,)]


def test_without_all_layers_a_strangers_code_is_not_run(forked: Sandbox) -> None:
    from dataclasses import replace

    job = replace(job_of("pandas", HONEST, [ONE]), required=FOR_STRANGERS | {"moat"})
    with Run(forked, job) as run, pytest.raises(CannotBegin, match="this system has no moat") as refused:
        list(run)
    assert "--trust" in refused.value.help
    assert run.output == ""


def test_the_link_of_a_closed_sandbox_is_lost(forked: Sandbox) -> None:
    rows_of(forked)
    zygote = forked._zygotes["pandas"]
    zygote.end()
    with pytest.raises(Lost):
        zygote.fork()


def test_a_death_by_a_signal_without_a_name_is_told(forked: Sandbox) -> None:
    source = "import ctypes, os\ndef solve(plays):\n    ctypes.CDLL(None).syscall(234, os.getpid(), os.getpid(), 40)\n"
    with Run(forked, job_of("pandas", source, [ONE])) as run:
        [outcome] = run
    assert outcome.message in ("the process ended (signal 40) before it gave an answer", "solve() returned None")


def test_a_parent_with_more_than_1024_descriptors_judges(sandbox: Sandbox) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 1_200:
        pytest.skip("so many descriptors cannot be opened here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 1_200), hard))
    many = [os.open(os.devnull, os.O_RDONLY) for _ in range(1_030)]
    try:
        assert rows_of(sandbox) == [(1,), (2,), (3,)]
        with Run(sandbox, job_of("pandas", SPIN, [ONE], limits=Limits(0.2))) as run:
            assert [outcome.failure for outcome in run] == ["time_limit"]
    finally:
        for descriptor in many:
            os.close(descriptor)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def _spares(sandbox: Sandbox) -> list[int]:
    """The forks that wait for a submission: after a verdict there is one, or it is being made."""
    tasks = Path(f"/proc/{_zygote_pid(sandbox)}/task/{_zygote_pid(sandbox)}/children")
    while not (children := tasks.read_text().split()):
        assert sandbox._zygotes["pandas"].alive()
    return [int(child) for child in children]


def test_the_next_worker_is_made_ready_ahead_and_used(forked: Sandbox) -> None:
    rows_of(forked)
    [spare] = _spares(forked)
    source = f"import os\ndef solve(plays):\n    print(os.getpid())\n{FRAME}"
    with Run(forked, job_of("pandas", source, [ONE])) as run:
        [outcome] = run
    assert outcome.result is not None
    assert run.output == f"{spare}\n"


def test_a_worker_that_died_while_it_waited_is_replaced(forked: Sandbox) -> None:
    for _ in range(3):
        rows_of(forked)
        [spare] = _spares(forked)
        os.kill(spare, signal.SIGKILL)
        assert rows_of(forked) == [(1,), (2,), (3,)]


def test_without_ahead_no_worker_waits() -> None:
    with Sandbox(bubblewrap=False, ahead=False) as sandbox:
        rows_of(sandbox)
        zygote = _zygote_pid(sandbox)
        assert Path(f"/proc/{zygote}/task/{zygote}/children").read_text() == ""


def test_signals_that_were_ignored_where_it_was_started_are_not_in_a_worker() -> None:
    """As under nohup, or where a shell ignores SIGCHLD: else nobody could tell how a child ended."""
    ignored = (signal.SIGINT, signal.SIGCHLD, signal.SIGHUP)
    before = {name: signal.signal(name, signal.SIG_IGN) for name in ignored}
    try:
        with Sandbox() as sandbox:
            assert rows_of(sandbox) == [(1,), (2,), (3,)]
            source = "import _thread, time\ndef solve(plays):\n    _thread.interrupt_main()\n    time.sleep(1)\n"
            with Run(sandbox, job_of("pandas", source, [ONE])) as run:
                [outcome] = run
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
    assert outcome.message == "KeyboardInterrupt"


@pytest.mark.parametrize("kind", ["forked", "spawned"])
def test_ending_a_sandbox_while_another_thread_judges_is_no_verdict(kind: str) -> None:
    sandbox = Sandbox(**KINDS[kind])
    rows_of(sandbox)
    begun, ended = threading.Event(), []

    def judge() -> None:
        try:
            with Run(sandbox, job_of("pandas", SPIN, [ONE])) as run:
                begun.set()
                ended.append(list(run))
        except InternalError as error:
            ended.append(error)

    thread = threading.Thread(target=judge)
    before = descendants()
    thread.start()
    begun.wait()
    sandbox.end()
    thread.join()
    [error] = ended
    assert isinstance(error, InternalError)
    assert "ended" in error.message
    assert all(map(gone, descendants() - before))
    with pytest.raises(InternalError, match="the sandbox has been ended"):
        rows_of(sandbox)


def test_bubblewrap_stays_when_a_zygote_within_it_is_killed() -> None:
    if not command.bubblewrap():
        pytest.skip("bubblewrap is not installed here")
    with Sandbox() as sandbox:
        rows_of(sandbox)
        for _ in range(2):
            os.killpg(_zygote_pid(sandbox), signal.SIGKILL)
            assert rows_of(sandbox) == [(1,), (2,), (3,)]
            assert sandbox.bubblewrap


def test_a_fork_of_the_parent_has_its_own_zygotes_and_leaves_the_parents_alone(forked: Sandbox) -> None:
    rows_of(forked)
    zygote = _zygote_pid(forked)
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        answer = b"?"
        with suppress(BaseException):
            answer = repr(rows_of(forked)).encode()
            forked.end()
        os.write(write, answer)
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as told:
        assert told.read() == b"[(1,), (2,), (3,)]"
    os.waitpid(child, 0)
    assert rows_of(forked) == [(1,), (2,), (3,)]
    assert _zygote_pid(forked) == zygote


def test_a_worker_whose_pidfd_did_not_arrive_is_killed_all_the_same(
    forked: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    rows_of(forked)
    kept = descendants()
    original = socket.recv_fds

    def truncated(link: socket.socket, *arguments: int) -> object:
        message, descriptors, flags, address = original(link, *arguments)
        for descriptor in descriptors:
            os.close(descriptor)
        return message, [], flags, address

    monkeypatch.setattr(socket, "recv_fds", truncated)
    with Run(forked, job_of("pandas", SPIN, [ONE], limits=Limits(0.2))) as run:
        assert [outcome.failure for outcome in run] == ["time_limit"]
    monkeypatch.undo()
    spares = set(_spares(forked))
    assert all(map(gone, descendants() - kept - spares))


def test_short_of_descriptors_is_our_own_fault_and_damages_nothing(forked: Sandbox) -> None:
    import resource

    rows_of(forked)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    open_now = max(int(entry.name) for entry in Path("/proc/self/fd").iterdir())
    for more in range(1, 9):
        resource.setrlimit(resource.RLIMIT_NOFILE, (open_now + more, hard))
        try:
            rows_of(forked)
        except InternalError as error:
            assert "Too many open files" in error.message
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert rows_of(forked) == [(1,), (2,), (3,)]

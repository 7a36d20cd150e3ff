"""The filters of both architectures, run instruction by instruction, so that each is proved on any machine."""

from __future__ import annotations

import errno
import re
import struct
from pathlib import Path

import pytest

from judge.sandbox.inside import seccomp
from judge.sandbox.inside.syscalls import ARCHITECTURES

PID = 4321
HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
OTHER = {"x86_64": "aarch64", "aarch64": "x86_64"}
I386 = 0x40000003
EPERM, EACCES, ENOSYS = (("errno", number) for number in (errno.EPERM, errno.EACCES, errno.ENOSYS))

# numbers of what no submission may call, from the kernel's tables: x86-64, aarch64
REFUSED = {
    "socket": (41, 198), "connect": (42, 203), "bind": (49, 200), "socketpair": (53, 199), "sendto": (44, 206),
    "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281),
    "kill": (62, 129), "tkill": (200, 130), "rt_sigqueueinfo": (129, 138), "pidfd_send_signal": (424, 424),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "ptrace": (101, 117), "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271), "kcmp": (312, 272), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218), "bpf": (321, 280),
    "perf_event_open": (298, 241), "userfaultfd": (323, 282), "memfd_create": (319, 279), "unshare": (272, 97),
    "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "open_by_handle_at": (304, 265), "openat2": (437, 437), "unlink": (87, None), "unlinkat": (263, 35),
    "renameat2": (316, 276), "linkat": (265, 37), "symlinkat": (266, 36), "mkdirat": (258, 34), "mknodat": (259, 33),
    "fchmodat": (268, 53), "fchownat": (260, 54), "utimensat": (280, 88), "truncate": (76, 45), "ftruncate": (77, 46),
    "setxattr": (188, 5), "setrlimit": (160, 164), "setpriority": (141, 140), "sched_setaffinity": (203, 122),
    "setuid": (105, 146), "capset": (126, 91), "seccomp": (317, 277), "shmget": (29, 194), "msgget": (68, 186),
    "inotify_init1": (294, 26), "fanotify_init": (300, 262), "personality": (135, 92), "reboot": (169, 142),
    "init_module": (175, 105), "kexec_load": (246, 104), "swapon": (167, 224), "clock_settime": (227, 112),
    "name_to_handle_at": (303, 264), "landlock_create_ruleset": (444, 444),
}  # fmt: skip


def run(filter_: list[seccomp.Instruction], audit: int, number: int, *arguments: int) -> tuple[str, int] | str:
    """What the kernel would do: classic BPF as linux/filter.h has it, over struct seccomp_data."""
    padded = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("<IIQ6Q", number, audit, 0, *(argument % 2**64 for argument in padded))
    place = accumulator = 0
    for _ in range(len(filter_)):  # jumps go forward alone, so this many steps are enough
        code, if_true, if_false, constant = filter_[place]
        place += 1
        match code:
            case 0x20:
                (accumulator,) = struct.unpack_from("<I", data, constant)
            case 0x15:
                place += if_true if accumulator == constant else if_false
            case 0x35:
                place += if_true if accumulator >= constant else if_false
            case 0x45:
                place += if_true if accumulator & constant else if_false
            case 0x06:
                return _action(constant)
            case _:
                raise AssertionError(f"no instruction {code:#x}")
    raise AssertionError("the filter runs off its end")


def _action(returned: int) -> tuple[str, int] | str:
    if returned == 0x7FFF0000:
        return "allow"
    if returned == 0x80000000:
        return "kill"
    assert returned >> 16 == 5, hex(returned)
    return "errno", returned & 0xFFFF


class Machine:
    def __init__(self, name: str) -> None:
        self.name = name
        self.numbers = ARCHITECTURES[name].numbers
        self.filter = seccomp.program(ARCHITECTURES[name], PID)

    def call(self, name: str, *arguments: int) -> tuple[str, int] | str:
        return self.number(self.numbers[name], *arguments)

    def number(self, number: int, *arguments: int) -> tuple[str, int] | str:
        return run(self.filter, ARCHITECTURES[self.name].audit, number, *arguments)


@pytest.fixture(params=ARCHITECTURES)
def machine(request: pytest.FixtureRequest) -> Machine:
    return Machine(request.param)


def test_the_kernel_would_take_it(machine: Machine) -> None:
    assert len(machine.filter) <= 4096
    assert machine.filter[-1][0] == 0x06
    for place, (code, if_true, if_false, constant) in enumerate(machine.filter):
        assert 0 <= if_true < 256 and 0 <= if_false < 256 and 0 <= constant < 2**32
        if code in (0x15, 0x35, 0x45):
            assert place + 1 + max(if_true, if_false) < len(machine.filter)
        if code == 0x20:
            assert constant % 4 == 0 and constant <= 60


CONDITIONAL = {
    "clone",
    "clone3",
    "open",
    "openat",
    "tgkill",
    "prlimit64",
    "sched_getaffinity",
    "fcntl",
    "ioctl",
    "prctl",
}


def test_what_is_on_the_list_is_allowed_whatever_its_arguments(machine: Machine) -> None:
    for name in machine.numbers.keys() - CONDITIONAL:
        for arguments in ((0,) * 6, (2**64 - 1,) * 6, (1, 2, 3, 4, 5, 6)):
            assert machine.call(name, *arguments) == "allow", name


def test_every_other_number_is_refused(machine: Machine) -> None:
    listed = set(machine.numbers.values())
    for number in range(600):
        if number not in listed:
            assert machine.number(number) == EPERM, number


@pytest.mark.parametrize("name", REFUSED)
def test_what_could_do_harm_is_refused_by_its_name(name: str) -> None:
    for machine, number in zip(map(Machine, ("x86_64", "aarch64")), REFUSED[name], strict=True):
        assert name not in machine.numbers
        if number is not None:
            assert machine.number(number, 2, 2, 2) == EPERM, machine.name


def test_calls_of_another_architecture_kill(machine: Machine) -> None:
    for audit in (ARCHITECTURES[OTHER[machine.name]].audit, I386, 0):
        for number in (0, 1, 60, 93):
            assert run(machine.filter, audit, number) == "kill"


def test_x32_calls_kill() -> None:
    machine = Machine("x86_64")
    for number in (0x40000000, 0x40000000 + 39, 0x40000000 + 520, 0xFFFFFFFF):
        assert machine.number(number) == "kill"


def test_a_thread_may_be_made_and_no_process_and_no_namespace(machine: Machine) -> None:
    thread = 0x3D0F00  # what glibc passes for pthread_create
    assert machine.call("clone", thread) == "allow"
    assert machine.call("clone", 17) == EPERM, "fork: SIGCHLD alone"
    assert machine.call("clone", 0x4111) == EPERM, "vfork"
    for namespace in (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000, 0x80):
        assert machine.call("clone", thread | namespace) == EPERM, hex(namespace)
    assert machine.call("clone3", 1, 88) == ENOSYS


def test_files_are_opened_for_reading_alone(machine: Machine) -> None:
    cloexec, directory, tmpfile = 0o2000000, 0o200000, 0o20200000
    for name, before in (("openat", (2**64 - 100, 0)), ("open", (0,))):
        if name not in machine.numbers:
            continue
        for flags in (0, cloexec, cloexec | directory, 0o2000):
            assert machine.call(name, *before, flags) == "allow"
        for flags in (1, 2, 3, 0o100, 0o1000, 0o101, 0o1101 | cloexec, tmpfile | 2):
            assert machine.call(name, *before, flags) == EACCES, oct(flags)


def test_signals_go_to_itself_alone(machine: Machine) -> None:
    assert machine.call("tgkill", PID, PID, 6) == "allow"
    for pid in (1, PID + 1, 0, 2**32 - 1):
        assert machine.call("tgkill", pid, PID, 6) == EPERM


def test_limits_are_read_and_never_set(machine: Machine) -> None:
    assert machine.call("prlimit64", 0, 7, 0, 0x7FFF00001000) == "allow"
    for pointer in (0x7FFF00001000, 0x1, 0x1_0000_0000):
        assert machine.call("prlimit64", 0, 7, pointer, 0) == EPERM
        assert machine.call("prlimit64", PID + 1, 7, pointer, 0) == EPERM


def test_nothing_is_asked_of_other_processes(machine: Machine) -> None:
    for call in ("prlimit64", "sched_getaffinity"):
        assert [machine.call(call, pid) for pid in (0, PID, PID + 1, 1)] == ["allow", "allow", EPERM, EPERM]


def test_a_descriptor_sends_no_signals_and_a_terminal_takes_no_input(machine: Machine) -> None:
    set_owner, set_signal, set_lease, notify, pipe_size = 8, 10, 1024, 1026, 1031
    for command in (set_owner, set_signal, set_lease, notify, pipe_size):
        assert machine.call("fcntl", 3, command) == EPERM
    for command in (0, 1, 2, 3, 4, 6, 1030):
        assert machine.call("fcntl", 3, command) == "allow"
    tiocsti, tioclinux = 0x5412, 0x541C
    for request in (tiocsti, tioclinux, 0):
        assert machine.call("ioctl", 0, request) == EPERM
    assert machine.call("ioctl", 0, 0x5401) == "allow"


def test_prctl_names_things_and_changes_nothing(machine: Machine) -> None:
    assert machine.call("prctl", 15) == "allow"
    for option in (1, 4, 22, 23, 24, 38, 36, 53, 59):
        assert machine.call("prctl", option) == EPERM


@pytest.mark.parametrize("name", HEADERS)
def test_numbers_are_those_of_the_kernels_headers(name: str) -> None:
    if not HEADERS[name].exists():
        pytest.skip("the headers of Linux are not installed here")
    text = HEADERS[name].read_text()
    numbers = {m[1]: int(m[2]) for m in re.finditer(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text)}
    numbers = {"newfstatat" if n == "fstatat" else n: number for n, number in numbers.items()} | numbers
    ours = ARCHITECTURES[name].numbers
    assert {call: numbers.get(call) for call in ours} == ours

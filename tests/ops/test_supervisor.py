"""A program that runs and does nothing is replaced; one that only waits for something else is not."""

import os
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from ops import ports, probes
from ops.instance import LOG_BYTES, Instance
from ops.processes import Process
from ops.supervisor import Supervisor
from ops.trouble import Trouble

LOOPS = "import pathlib, sys, time\nwhile True: pathlib.Path(sys.argv[1]).touch(); time.sleep(0.02)"
SILENT = "import time; time.sleep(60)"
PARENT = """
import subprocess, sys, time
children = [subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])]
print(children[0].pid, flush=True)
while True:
    if children[0].poll() is not None:
        children[0] = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        print(children[0].pid, flush=True)
    time.sleep(0.05)
"""


@pytest.fixture
def instance(tmp_path):
    instance = Instance(tmp_path, throwaway=True)
    instance.make_home()
    return instance


@pytest.fixture
def supervisor(instance, monkeypatch):
    """Looks often, and waits a fiftieth of the time."""
    monkeypatch.setattr(probes, "EVERY", 0.03)
    monkeypatch.setattr(probes.Asked.__init__, "__defaults__", (0.03,))
    monkeypatch.setattr(probes, "STOPPED_FOR", 0.2)
    monkeypatch.setattr(probes, "STARTS_WITHIN", 1.0)
    monkeypatch.setattr("ops.supervisor.CHECKED_EVERY", 0.03)
    found = Supervisor(instance, [])
    found.was_healthy = True
    yield found
    for process in found.programs:
        process.stop_signal = signal.SIGKILL
    found.stop()


def looked_after(supervisor, until, within=8.0):
    """Rounds of the supervisor until something is so; whether it came to be."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        supervisor.look_after()
        if until():
            return True
        time.sleep(0.02)
    return False


def program(name, code, *arguments, **more):
    return Process(name, [sys.executable, "-c", code, *arguments], patience=1, **more)


def test_a_program_that_stands_still_is_replaced(supervisor, tmp_path):
    path = tmp_path / "loops.active"
    loops = program("loops", LOOPS, str(path), probe=probes.touched(path), silent_for=0.5)
    supervisor.add(loops)
    assert looked_after(supervisor, path.exists)
    first = loops.popen.pid
    os.kill(first, signal.SIGSTOP)
    assert looked_after(supervisor, lambda: loops.popen.pid != first)
    second = loops.popen.pid
    assert not looked_after(supervisor, lambda: loops.popen.pid != second, within=1.0)


def test_a_program_that_never_answers_is_replaced_and_one_without_its_broker_is_not(supervisor, tmp_path):
    never = probes.touched(tmp_path / "never")
    lonely = program(
        "lonely", SILENT, probe=probes.with_broker("redis://127.0.0.1:1/0", never), silent_for=0.3
    )
    idle = program("idle", SILENT, probe=never, silent_for=0.3)
    supervisor.add(lonely)
    supervisor.add(idle)
    first = (lonely.popen.pid, idle.popen.pid)
    assert looked_after(supervisor, lambda: idle.popen.pid != first[1])
    assert lonely.popen.pid == first[0]


def test_a_child_that_stands_still_is_ended_and_its_program_goes_on(supervisor, instance):
    parent = program("parent", PARENT)
    supervisor.add(parent)

    def children():
        return (instance.logs / "parent.log").read_text().split()

    assert looked_after(supervisor, children)
    main, first = parent.popen.pid, int(children()[0])
    os.kill(first, signal.SIGSTOP)
    assert looked_after(supervisor, lambda: len(children()) == 2)
    assert parent.popen.pid == main and probes.state(first) in ("", "Z")


def test_after_the_supervisor_itself_stood_still_nothing_is_replaced(supervisor, tmp_path, monkeypatch):
    path = tmp_path / "loops.active"
    loops = program("loops", LOOPS, str(path), probe=probes.touched(path), silent_for=0.5)
    supervisor.add(loops)
    assert looked_after(supervisor, path.exists)
    first = loops.popen.pid
    supervisor.watched[0].asked.answered_at -= 100
    supervisor.looked_at -= 100
    assert not looked_after(supervisor, lambda: loops.popen.pid != first, within=0.5)


def test_the_answer_of_a_port_is_any_word_and_silence_is_not_absence():
    with ports.listen(0) as listener:
        port = ports.port_of(listener)
        probes_patience = probes.PATIENCE
        try:
            probes.PATIENCE = 0.2
            assert probes.speaks("127.0.0.1", port, b"?") is False
        finally:
            probes.PATIENCE = probes_patience
    assert probes.speaks("127.0.0.1", port, b"?") is None


def test_what_a_killed_database_left_in_its_folder_goes_with_it(tmp_path):
    left = subprocess.Popen([sys.executable, "-c", SILENT, "postgres"], cwd=tmp_path, start_new_session=True)
    other = subprocess.Popen([sys.executable, "-c", SILENT, "other"], cwd=tmp_path)
    try:
        os.kill(left.pid, signal.SIGSTOP)
        assert probes.in_folder(tmp_path) == [left.pid]
        probes.clear_folder(tmp_path)
        assert left.wait(5) == -signal.SIGKILL and other.poll() is None
    finally:
        left.kill()
        other.kill()
        other.wait()


def test_a_log_is_rotated_while_a_program_writes_it(instance):
    with instance.log("web") as log:
        for round_ in range(6):
            log.write(str(round_).encode() * (LOG_BYTES + 1))
            log.flush()
            instance.rotate_logs()
        log.write(b"the end")
    names = sorted(path.name for path in instance.logs.iterdir())
    assert names == ["web.log", "web.log.1", "web.log.2", "web.log.3"]
    assert (instance.logs / "web.log").read_bytes() == b"the end"
    assert (instance.logs / "web.log.1").read_bytes()[:1] == b"5"


@pytest.mark.parametrize("text", ["", '{"owner": "ab', "[]", "null"])
def test_a_damaged_file_of_secrets_ends_in_a_sentence_and_stays(instance, text):
    path = instance.folder / "secrets.json"
    path.write_text(text)
    with pytest.raises(Trouble, match="is damaged"):
        instance.secrets()
    assert path.read_text() == text


def test_stores_that_run_answer_their_probes_and_those_that_start_are_not_ended():
    database, broker = settings.DATABASES["default"]["PORT"], urlsplit(settings.REDIS_URL).port
    assert probes.speaks("127.0.0.1", int(database), probes.SSL_REQUEST) is True
    assert probes.speaks("127.0.0.1", broker, probes.PING) is True
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        assert probes.postgres(port)() and probes.valkey(port)() and probes.http(port)()

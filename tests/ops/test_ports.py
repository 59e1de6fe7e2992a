"""Who holds a port keeps it, while the program that serves it ends and starts again."""

import os
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest

from ops import ports, programs, run
from ops.environment import ROOT
from ops.instance import Instance
from ops.processes import Process
from ops.trouble import Trouble

ANSWERS = """
import http.server, socket, sys
server = http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler, bind_and_activate=False)
server.socket = socket.socket(fileno=int(sys.argv[1]))
server.handle_request()
"""


@pytest.fixture
def instance(tmp_path):
    instance = Instance(tmp_path, throwaway=True)
    instance.make_home()
    return instance


def test_a_port_that_is_listened_on_is_not_chosen():
    with ports.listen(0) as first, ports.listen(ports.port_of(first), 0) as second:
        assert ports.port_of(second) != ports.port_of(first)
        assert ports.listen(ports.port_of(first)) is None


def test_who_listens_on_all_addresses_has_the_port_too():
    with socket.create_server(("", 0)) as other:
        assert ports.listen(ports.port_of(other)) is None


def test_a_given_port_that_is_taken_ends_in_a_sentence(monkeypatch):
    with ports.listen(0) as other:
        monkeypatch.setenv("PORT", str(ports.port_of(other)))
        with pytest.raises(Trouble, match="is taken by another program"):
            run.listen_on_port()


def test_callers_wait_while_the_program_starts_again(instance):
    with ports.listen(0) as listener:
        command = [sys.executable, "-c", ANSWERS, str(listener.fileno())]
        program = Process("answers", command, dict(os.environ), inherits=(listener.fileno(),))
        for _start in range(2):
            with socket.create_connection((ports.LOOPBACK, ports.port_of(listener)), timeout=20) as caller:
                caller.sendall(b"HEAD / HTTP/1.0\r\n\r\n")  # nobody accepts it yet, and nobody refuses it
                program.start(instance)
                assert caller.recv(8) == b"HTTP/1.0"
            program.wait_until_stopped()


def test_the_web_serves_the_port_that_its_supervisor_holds():
    with ports.listen(0) as listener:
        web = programs.web({}, listener)
    assert f"fd://{web.inherits[0]}" in web.command


SAYS_WHO = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
"""
AS_SYSTEMD_STARTS_IT = (
    'LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" -m gunicorn -c python:ops.gunicorn_settings says:application'
)


@contextmanager
def served(listener, folder):
    """The web as registry-web.service starts it, with the socket of registry-web.socket as its third descriptor."""
    environment = dict(os.environ) | {"PYTHONPATH": f"{ROOT}:{folder}", "WEB_WORKERS": "1"}
    command = f"exec 3<&{listener.fileno()}; {AS_SYSTEMD_STARTS_IT}"
    web = subprocess.Popen(
        ["bash", "-c", command, sys.executable],
        env=environment,
        cwd=ROOT,
        pass_fds=[listener.fileno()],
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        web.terminate()
        web.wait(20)


def asked(port: int) -> bytes:
    with socket.create_connection((ports.LOOPBACK, port), timeout=20) as caller:
        caller.sendall(b"GET / HTTP/1.0\r\n\r\n")
        return caller.recv(12)


def test_a_restart_under_systemd_refuses_nobody(tmp_path):
    (tmp_path / "says.py").write_text(SAYS_WHO)
    answers, is_over = [], threading.Event()

    def ask_all_the_time():
        while not is_over.wait(0.005):
            try:
                answers.append(asked(ports.port_of(listener)))
            except ConnectionRefusedError as error:
                answers.append(error)
            except ConnectionResetError:  # taken by the one that ended, in its last moment
                answers.append(None)

    with ports.listen(0) as listener:
        caller = threading.Thread(target=ask_all_the_time)
        caller.start()
        for _start in range(2):
            with served(listener, tmp_path):
                assert asked(ports.port_of(listener)).startswith(b"HTTP/1.")
        with served(listener, tmp_path):
            assert asked(ports.port_of(listener)).startswith(b"HTTP/1.")
            is_over.set()
            caller.join()
    assert len(answers) >= 3 and not [one for one in answers if isinstance(one, ConnectionRefusedError)]
    assert sum(one is None for one in answers) <= 2

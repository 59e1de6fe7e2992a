"""Who holds a port keeps it, while the program that serves it ends and starts again."""

import os
import socket
import sys

import pytest

from ops import ports, programs, run
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

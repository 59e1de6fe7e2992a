"""`make run`: the whole system in the foreground, from a bare clone to an address and logins."""

import os
import socket
import time
import urllib.error
import urllib.request
from datetime import timedelta

from ops import clock, preparation, programs, services
from ops.backups import archive
from ops.columns import aligned
from ops.instance import LASTING, Instance
from ops.ports import LOOPBACK, listen, port_of
from ops.signals import Stopped, ignore_signals, stop_on_signals, stop_with_make
from ops.supervisor import Supervisor, log
from ops.trouble import Trouble, explain, report_trouble

PREFERRED_PORTS = range(8000, 8010)
ANSWERS_WITHIN = 90  # seconds; the first start of a slow machine
WELL_WITHIN = 20  # seconds; it answers, but something that it needs does not


def main() -> None:
    stop_with_make()
    stop_on_signals()
    settings = os.environ.get("DJANGO_SETTINGS_MODULE") or "config.settings.dev"
    ahead = clock.ahead_by(os.environ.get("NOW", ""), settings)
    if archive.wanted() and os.environ.get("DATABASE_URL"):
        raise Trouble(
            f"{archive.FOLDER} is for our own server; archive a server of your own with its own tools."
        )
    with LASTING.held() as free:
        if not free:
            raise Trouble(who_is_running(LASTING))
        try:
            with listen_on_port() as listener, services.running(LASTING, ahead) as stores:
                preparation.prepare(LASTING, stores, settings)
                supervise(LASTING, stores, settings, listener)
        except Stopped:
            print("Stopped.")


def supervise(instance: Instance, stores: services.Services, settings: str, listener: socket.socket) -> None:
    environment = stores.environment(instance, settings)
    supervisor = Supervisor(instance, stores.started)
    try:
        port = port_of(listener)
        supervisor.add(programs.web(environment, listener))
        wait_until_healthy(supervisor, port, environment["ALLOWED_HOSTS"].split(",")[0])
        supervisor.add(programs.worker(instance, environment | services.keys_of_worker(instance)))
        supervisor.add(programs.beat(instance, environment))
        if folder := archive.wanted():
            supervisor.add(archive.receiver(archive.superuser_url(instance, stores.owner_url), folder))
        announce(instance, f"http://{LOOPBACK}:{port}/", stores.ahead)
        while True:
            supervisor.look_after()
            time.sleep(0.2)
    except Stopped:
        print("\nStopping ...", flush=True)
        raise
    finally:
        ignore_signals()
        supervisor.stop()


def listen_on_port() -> socket.socket:
    """Of PORT, or the first of the preferred ones that is free, or any; held from here on until the end."""
    wanted = os.environ.get("PORT")
    if not wanted:
        listener = listen(*PREFERRED_PORTS, 0)
        if listener is None:
            raise Trouble("No port of this machine is free.")
        if port_of(listener) != PREFERRED_PORTS[0]:
            log(f"Port {PREFERRED_PORTS[0]} is taken by another program; using {port_of(listener)}.")
        return listener
    if not wanted.isdecimal() or not 0 < int(wanted) < 65536:
        raise Trouble(f"PORT={wanted} is not the number of a port.")
    listener = listen(int(wanted))
    if listener is None:
        raise Trouble(f"Port {wanted} is taken by another program. Choose another one, or leave PORT out.")
    return listener


def wait_until_healthy(supervisor: Supervisor, port: int, host: str) -> None:
    request = urllib.request.Request(f"http://{LOOPBACK}:{port}/health/", headers={"Host": host})
    begun = time.monotonic()
    while True:
        supervisor.look_after()
        try:
            with urllib.request.urlopen(request, timeout=5):
                supervisor.was_healthy = True
                return
        except OSError as error:
            patience = WELL_WITHIN if isinstance(error, urllib.error.HTTPError) else ANSWERS_WITHIN
            if time.monotonic() - begun > patience:
                raise explain(
                    supervisor.instance.log_tail("web"), f"/health/ says: {error}. The log of the web:"
                ) from error
        time.sleep(0.1)


def announce(instance: Instance, address: str, ahead: timedelta) -> None:
    instance.note(address=address)
    logins = preparation.logins(instance)
    line = "-" * 78
    print(f"\n{line}\n  Running at  {address}\n")
    if ahead:
        print(f"  Trial clock  {clock.shown(ahead)}; nightly work still runs by real time\n")
    if logins:
        print("\n".join(f"  {row}" for row in aligned(logins).splitlines()) + "\n")
    print(f"  Logs in {instance.logs}; Ctrl-C stops everything\n{line}\n", flush=True)


def who_is_running(instance: Instance) -> str:
    facts = instance.runtime()
    if facts.get("address"):
        return f"It is already running at {facts['address']} (process {facts['pid']})."
    return f"Another command is starting or using the database (process {facts.get('pid', '?')})."


if __name__ == "__main__":
    with report_trouble():
        main()

"""`make run`: the whole system in the foreground, from a bare clone to an address and logins."""

import os
import time
import urllib.error
import urllib.request
from datetime import timedelta

from ops import clock, preparation, programs, services
from ops.columns import aligned
from ops.instance import LASTING, Instance
from ops.ports import LOOPBACK, free_port, is_free
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
    with LASTING.held() as free:
        if not free:
            raise Trouble(who_is_running(LASTING))
        try:
            port = choose_port()
            with services.running(LASTING, ahead) as stores:
                preparation.prepare(LASTING, stores, settings)
                supervise(LASTING, stores, settings, port)
        except Stopped:
            print("Stopped.")


def supervise(instance: Instance, stores: services.Services, settings: str, port: int) -> None:
    environment = stores.environment(instance, settings)
    supervisor = Supervisor(instance, stores.started)
    try:
        supervisor.add(programs.web(environment, port))
        wait_until_healthy(supervisor, port, environment["ALLOWED_HOSTS"].split(",")[0])
        supervisor.add(programs.worker(environment))
        supervisor.add(programs.beat(instance, environment))
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


def choose_port() -> int:
    wanted = os.environ.get("PORT")
    if not wanted:
        port = free_port(*PREFERRED_PORTS)
        if port != PREFERRED_PORTS[0]:
            log(f"Port {PREFERRED_PORTS[0]} is taken by another program; using {port}.")
        return port
    if not wanted.isdecimal() or not 0 < int(wanted) < 65536:
        raise Trouble(f"PORT={wanted} is not the number of a port.")
    if not is_free(int(wanted)):
        raise Trouble(f"Port {wanted} is taken by another program. Choose another one, or leave PORT out.")
    return int(wanted)


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

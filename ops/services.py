"""PostgreSQL and Valkey while a block of code runs, and the environment by which Django finds them."""

import base64
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import psycopg2

from ops import assets, clock, postgres, processes, valkey
from ops.environment import ROOT
from ops.instance import VAR, Instance
from ops.processes import Process
from ops.trouble import Trouble

# The owner's address is for commands of the owner, the key of the trail's seals for these (they verify) and the worker,
# the private key of publications for the worker alone.
NOT_FOR_ALL = {"DATABASE_OWNER_URL", "TRAIL_KEY", "PUBLICATION_KEY"}
LOCAL_HOSTS = "localhost,127.0.0.1,[::1]"


@dataclass
class Services:
    """Where the stores are, and those that this process started itself."""

    database_url: str
    owner_url: str
    redis_url: str
    started: list[Process] = field(default_factory=list)
    ahead: timedelta = timedelta()  # of the trial clock before real time (ops/clock.py)

    def environment(self, instance: Instance, settings: str, *, owner: bool = False) -> dict[str, str]:
        """For programs of the application; only commands of the owner get the owner's password."""
        secrets = instance.secrets()
        own = {
            "SECRET_KEY": secrets["django"],
            "FIELD_KEYS": secrets["field_keys"],
            "DEMO_PASSWORD": secrets["demo"],
        }
        defaults = {
            "ALLOWED_HOSTS": LOCAL_HOSTS,
            "VENDOR_DIR": str(assets.VENDOR),
            "STATIC_ROOT": str(VAR / "static"),
        }
        given = {name: value for name, value in os.environ.items() if value and name not in NOT_FOR_ALL}
        if not instance.throwaway:  # tests have a known pair of keys (config/settings/test.py)
            own["PUBLICATION_PUBLIC_KEYS"] = public_key(secrets["publication"])
        places = {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url, "PYTHONPATH": str(ROOT)}
        places["CLOCK_OFFSET"] = str(int(self.ahead.total_seconds()))
        if owner:
            places |= {"DATABASE_URL": self.owner_url, "DATABASE_OWNER_URL": self.owner_url}
            places |= trail_key(instance)
        # The rows of a snapshot are sealed by its own keys, whatever the shell names.
        chosen = given | own if instance.throwaway else own | given
        return defaults | chosen | places | {"DJANGO_SETTINGS_MODULE": settings}


def keys_of_worker(instance: Instance) -> dict[str, str]:
    """What the worker gets and the web does not: the key that seals the trail, and the one that signs publications."""
    found = trail_key(instance)
    if not instance.throwaway:
        found["PUBLICATION_KEY"] = os.environ.get("PUBLICATION_KEY") or instance.secrets()["publication"]
    return found


def trail_key(instance: Instance) -> dict[str, str]:
    """The key of the trail's seals; a snapshot has its own, whatever the shell names."""
    named = "" if instance.throwaway else os.environ.get("TRAIL_KEY", "")
    return {"TRAIL_KEY": named or instance.secrets()["trail"]}


def public_key(private: str) -> str:
    """The public key of a private one, both base64 of 32 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(private))
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


@contextmanager
def running(instance: Instance, ahead: timedelta = timedelta()) -> Iterator[Services]:
    """Start what the user did not name by DATABASE_URL and REDIS_URL; stop it again at the end.

    ``ahead`` is what commands get that join meanwhile; the database itself follows after the migrations.
    """
    processes.clear_leftovers(instance)
    instance.runtime_file.unlink(missing_ok=True)
    instance.rotate_logs()
    instance.note(pid=os.getpid())
    started: list[Process] = []
    try:
        stores = start(instance, started)
        if not instance.throwaway:
            clock.set_database(stores.owner_url, timedelta())  # an earlier start may have left it ahead
        stores.ahead = ahead
        instance.note(clock_offset=ahead.total_seconds(), ready=True)
        yield stores
    finally:
        stop(started, at_once=instance.throwaway)
        if not instance.throwaway:  # what a throw-away one leaves is deleted by its notes in runtime.json
            instance.runtime_file.unlink(missing_ok=True)


def stop(started: list[Process], *, at_once: bool = False) -> None:
    """``at_once`` loses what does not yet lie on the disk."""
    for process in reversed(started):
        process.stop_signal = process.end_signal if at_once else process.stop_signal
        process.ask_to_stop()
        process.wait_until_stopped()


def start(instance: Instance, started: list[Process]) -> Services:
    own_database = instance.throwaway or not os.environ.get("DATABASE_URL")
    own_broker = instance.throwaway or not os.environ.get("REDIS_URL")
    if own_database:
        database = postgres.start(instance, started)
        urls = database.app_url, database.owner_url
    else:
        urls = os.environ["DATABASE_URL"], os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]
        for url in dict.fromkeys(urls):
            check_database(url)
    if own_broker:
        redis_url = valkey.start(instance, started).url
    else:
        redis_url = os.environ["REDIS_URL"]
        check_broker(redis_url)
    instance.note(database_url=urls[0], owner_url=urls[1], redis_url=redis_url)
    return Services(*urls, redis_url, started)


def of_running(instance: Instance) -> Services | None:
    """The services that another process started and supervises, once they are ready."""
    facts = instance.runtime()
    if not facts.get("ready"):
        return None
    ahead = timedelta(seconds=facts.get("clock_offset", 0))
    return Services(facts["database_url"], facts["owner_url"], facts["redis_url"], ahead=ahead)


def check_database(url: str) -> None:
    plain = url.replace("postgres://", "postgresql://", 1)
    try:
        psycopg2.connect(plain, connect_timeout=5).close()
    except psycopg2.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise Trouble(f"The database named by DATABASE_URL cannot be used: {reason}") from error


def check_broker(url: str) -> None:
    import redis  # takes long to import, and few name a broker of their own

    try:
        redis.Redis.from_url(url, socket_connect_timeout=5).ping()
    except (redis.exceptions.RedisError, ValueError) as error:
        raise Trouble(f"The broker named by REDIS_URL cannot be used: {error}") from error

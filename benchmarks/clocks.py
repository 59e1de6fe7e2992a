"""Processor time, where a machine that does other work would make a clock on the wall say little."""

import os
import time
from pathlib import Path


def processor_seconds() -> float:
    """Of this process and of the database's work for it."""
    return time.process_time() + server_seconds()


def server_seconds() -> float:
    """Of the backend of the default connection, in ticks of 10 ms, where it runs on this machine; else 0."""
    from django.db import connection  # the settings are chosen by whoever asks

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

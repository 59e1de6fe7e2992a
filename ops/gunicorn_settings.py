"""How gunicorn serves the application: `gunicorn -c python:ops.gunicorn_settings config.wsgi:application`."""

import os

from ops.orphans import follow_master

MEMORY = "/dev/shm"  # noqa: S108 - gunicorn makes its files in it without names

workers = int(os.environ.get("WEB_WORKERS") or (os.cpu_count() or 1) + 1)
# A thread holds a connection of a browser or a proxy open between two pages; without, each page and each file begins
# with a new one. Measured: docs/operations.md, "Sizing".
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS") or 4)
keepalive = (
    75  # seconds; longer than a proxy in front keeps an idle connection, so that it is the one to close
)
preload_app = True  # the code is loaded once for all workers
timeout = 15  # seconds without a turn of a process's loop; its threads may take longer
graceful_timeout = 15
max_requests = 2000
max_requests_jitter = 200
limit_request_line = 4094  # bytes; the longest address of a filtered list has some 600
limit_request_fields = 64  # headers, of which a browser behind two proxies sends some 25
limit_request_field_size = 8190
control_socket_disable = True
worker_tmp_dir = MEMORY if os.access(MEMORY, os.W_OK) else None  # heartbeats must not wait for a disk


def post_fork(server: object, worker: object) -> None:
    follow_master()

"""Ports on the loopback address, the only one on which anything listens."""

import socket

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except (OSError, OverflowError):
            return False
    # Another program may listen on all addresses and still leave this one to be bound.
    with socket.socket() as caller:
        caller.settimeout(0.5)
        return caller.connect_ex((LOOPBACK, port)) != 0


def free_port(*preferred: int) -> int:
    """The first preferred port that is free, else any free one."""
    for port in preferred:
        if is_free(port):
            return port
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])

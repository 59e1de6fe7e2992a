"""Ports on the loopback address, the only one on which anything listens."""

import socket

LOOPBACK = "127.0.0.1"
BACKLOG = 2048  # connections that wait while nobody accepts them; gunicorn's own default


def listen(*wanted: int) -> socket.socket | None:
    """A socket that listens on the first of the ports that is free; None when all are taken.

    Whoever holds it holds the port: a program that inherits it can end and start again, and callers wait meanwhile.
    """
    for port in wanted:
        listener = bind(port)
        if listener is not None:
            listener.listen(BACKLOG)
            return listener
    return None


def bind(port: int) -> socket.socket | None:
    """A socket bound to the port but not listening; None when another program has the port."""
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((LOOPBACK, port))
    except (OSError, OverflowError):
        bound.close()
        return None
    # Another program may listen on all addresses and still leave this one to be bound.
    with socket.socket() as caller:
        caller.settimeout(0.5)
        if port and caller.connect_ex((LOOPBACK, port)) == 0:
            bound.close()
            return None
    return bound


def free_port(*preferred: int) -> int:
    """The first preferred port that is free, else any free one; for programs that bind it themselves."""
    for port in (*preferred, 0):
        bound = bind(port)
        if bound is not None:
            with bound:
                return port_of(bound)
    raise OSError("No port of the loopback address is free.")


def port_of(listener: socket.socket) -> int:
    return int(listener.getsockname()[1])

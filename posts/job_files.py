"""Which files made by a job their person may still fetch: those made in the role and scope that the person has now."""

from hashlib import sha256

from access import scope
from accounts.models import User
from jobs.models import JobFile
from posts.models import Village


def mark(user: User) -> str:
    """Role, place and the villages that belong to it today, as JobFile.place stores them."""
    where = scope.for_user(user)
    place = ",".join(f"{key}={value}" for key, value in sorted((where.keys or {}).items()))
    villages = sorted(set(Village.objects.served_by(user).values_list("pk", flat=True)))
    digest = sha256(",".join(map(str, villages)).encode()).hexdigest()[:16]
    return f"{where.role} {place or where.county_id} {digest}"


def may_fetch(user: User, file: JobFile) -> bool:
    """Not after a move, another role, the change to the chief's desk or back, or when a village has moved."""
    return bool(file.place) and file.place == mark(user)

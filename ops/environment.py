"""The first stage: from any Python 3 to a `.venv` that holds exactly what a lock file names.

Called by ops/__main__.py. Nothing in this file may need more than Python 3.6 and its standard library, so that an old
interpreter gets far enough to report what is missing. Types that Python 3.6 can not evaluate are quoted.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from ops.trouble import Trouble, explain, need_space

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "holds"
OLDEST = (3, 11)
NEEDED_MEGABYTES = {"local": 600, "dev": 1000}


def enter(module: str, arguments: "list[str]", profile: str) -> None:
    """Replace this process by `module`, run by the environment's own interpreter."""
    os.chdir(str(ROOT))
    if sys.version_info < OLDEST:
        run_by_a_newer_python()
    make_ready(profile)
    os.environ["PATH"] = "{}{}{}".format(PYTHON.parent, os.pathsep, os.environ.get("PATH", os.defpath))
    os.environ["PYTHONUNBUFFERED"] = "1"
    set_bytecode_cache()
    os.execv(str(PYTHON), [str(PYTHON), "-m", module, *arguments])


def set_bytecode_cache() -> None:
    """Compile each module once, into `var/cache`, also where the environment forbids Python to write bytecode.

    Compiling Django and the project costs each process about four seconds; `make run` starts eight of them.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.setdefault("PYTHONPYCACHEPREFIX", str(ROOT / "var" / "cache" / "bytecode"))


def run_by_a_newer_python() -> None:
    """Start over with a suitable interpreter when the machine has one; Trouble names what is missing."""
    for minor in (13, 12, 11, 14):
        name = "python3.{}".format(minor)
        found = shutil.which(name)
        if found and run([found, "--version"]).returncode == 0:
            print("Python is {}.{} here; using {} instead".format(*sys.version_info[:2], found))
            os.execv(found, [found, "-m", "ops", *sys.argv[1:]])
    raise Trouble(
        "Python {}.{} or newer is needed, and this is {}.{} ({}).\n"
        "Install a newer one, or name it: make run PYTHON=/path/to/python3.11".format(
            OLDEST[0], OLDEST[1], sys.version_info[0], sys.version_info[1], sys.executable
        )
    )


def make_ready(profile: str) -> None:
    """Install the profile's lock file unless the environment already holds it (or more)."""
    if holds(profile):
        return
    import fcntl  # not on Windows

    (ROOT / "var").mkdir(exist_ok=True)
    with open(str(ROOT / "var" / "environment.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not holds(profile):
            build(profile)


def holds(profile: str) -> bool:
    """Everything for development includes everything that a plain start needs."""
    if not os.access(str(PYTHON), os.X_OK) or not STAMP.exists():
        return False
    return STAMP.read_text() in (mark(profile), mark("dev"))


def mark(profile: str) -> str:
    """The environment's folder belongs to the mark: scripts in it stop working when it is moved."""
    return "{} {} {}\n".format(profile, hashlib.sha256(lock_file(profile).read_bytes()).hexdigest(), VENV)


def lock_file(profile: str) -> Path:
    return ROOT / "requirements-{}.lock".format(profile)


def build(profile: str) -> None:
    need_space(ROOT, NEEDED_MEGABYTES[profile], "installing the Python packages")
    print("Installing Python packages (once, and again when a lock file changes) ...", flush=True)
    if is_usable():
        STAMP.unlink()  # an update that is broken off is then seen as one
    else:
        create()
    done = install(lock_file(profile))
    if done.returncode != 0:
        raise explain(done.stdout, "The Python packages could not be installed:")
    STAMP.write_text(mark(profile))


def is_usable() -> bool:
    """Complete, and still in the folder for which it was made."""
    return (
        os.access(str(PYTHON), os.X_OK)
        and STAMP.exists()
        and STAMP.read_text().endswith(" {}\n".format(VENV))
    )


def install(lock: Path) -> "subprocess.CompletedProcess[str]":
    """By uv, which is several times faster; by pip where uv is not to be had."""
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "-q", "--require-hashes", "-r"]
    if run([*pip, str(lock_file("installer"))]).returncode == 0:
        uv = [str(PYTHON), "-m", "uv", "pip", "sync", "-q", "--python", str(PYTHON), "--require-hashes"]
        done = run([*uv, str(lock)])
        if done.returncode == 0:
            return done
    print("The fast installer did not work here; using pip, which takes a little longer ...", flush=True)
    return run([*pip, str(lock)])


def create() -> None:
    base = getattr(sys, "_base_executable", None) or sys.executable
    made = run([base, "-m", "venv", "--clear", str(VENV)])
    if made.returncode != 0:
        raise explain(
            made.stdout,
            "A virtual environment could not be made. On Debian and Ubuntu install the package python3-venv.",
        )


def run(command: "list[str]") -> "subprocess.CompletedProcess[str]":
    """The exit code of a command and all that it printed; uv uses the package index chosen for pip."""
    environment = dict(os.environ, UV_NO_PROGRESS="1", UV_SYSTEM_CERTS="1")
    index = os.environ.get("PIP_INDEX_URL")
    if index:
        environment.setdefault("UV_DEFAULT_INDEX", index)
    return subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True
    )

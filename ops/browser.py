"""Chromium for the browser journeys: the machine's own, or Debian's package when it may be installed.

The headless shell is the same browser without a desktop's windows, and takes two thirds of the processor's time.
"""

import os
import shutil

from ops.steps import Step
from ops.trouble import Trouble

PACKAGES = ["chromium-headless-shell", "fonts-noto-cjk"]
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def find_or_install() -> str | None:
    """The path of Chromium; None when it can not be installed, which is printed."""
    if os.environ.get("CHROMIUM"):
        return os.environ["CHROMIUM"]
    if not installed():
        install()
    return installed()


def installed() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> None:
    prefix = as_root()
    if prefix is None or not shutil.which("apt-get"):
        print(
            "Chromium is missing, and this user may not install it. Install it, or set CHROMIUM to its path."
        )
        return
    print(f"Installing {' and '.join(PACKAGES)} for the browser tests ...", flush=True)
    quietly = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        Step("apt", [*prefix, "apt-get", "update"], quietly).finish("No list of Debian packages:")
        command = [*prefix, "apt-get", "install", "--yes", "--no-install-recommends", *PACKAGES]
        Step("apt", command, quietly).finish("Chromium could not be installed:")
    except Trouble as trouble:
        print(trouble, flush=True)


def as_root() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and Step("sudo", ["sudo", "--non-interactive", "true"]).wait()[0] == 0:
        return ["sudo", "--non-interactive"]
    return None

"""`python3 -m ops COMMAND`: make the environment ready, then hand over to the command's own module.

Read by Python 3.6 as well, see environment.py.
"""

import sys

from ops.environment import enter
from ops.trouble import Trouble, report_trouble

# command: (module, what must be installed)
COMMANDS = {
    "run": ("ops.run", "local"),
    "exec": ("ops.exec", "local"),
    "test": ("ops.test", "dev"),
    "bench": ("ops.bench", "dev"),
    "format": ("ops.format", "dev"),
    "hooks": ("ops.hooks", "dev"),
    "messages": ("ops.messages", "local"),
    "pictures": ("ops.pictures", "dev"),
    "capabilities": ("ops.capabilities", "dev"),
    "rooms": ("ops.rooms", "dev"),
    "lock": ("ops.lock", "dev"),
}


def main() -> None:
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command not in COMMANDS:
        raise Trouble("Usage: python3 -m ops {{{}}} ...".format("|".join(COMMANDS)))
    module, profile = COMMANDS[command]
    enter(module, sys.argv[2:], profile)


if __name__ == "__main__":
    with report_trouble():
        main()

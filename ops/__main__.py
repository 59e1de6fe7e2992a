"""`python3 -m ops COMMAND`: make the environment ready, then hand over to the command's own module.

Read by Python 3.6 as well, see environment.py.
"""

import ast
import sys

from ops.environment import ROOT, enter
from ops.trouble import Trouble, report_trouble

# command: (module, what must be installed)
COMMANDS = {
    "run": ("ops.run", "local"),
    "exec": ("ops.exec", "local"),
    "backup": ("ops.backup", "local"),
    "restore": ("ops.restore", "local"),
    "drill": ("ops.drill", "dev"),
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
    if command != "bench" and asks_for_help(sys.argv[2:]):  # which lists its options itself
        print(help_of(module))
        return
    enter(module, sys.argv[2:], profile)


def asks_for_help(arguments: "list[str]") -> bool:
    """Behind ``--`` stands a command that has a help of its own."""
    own = arguments[: arguments.index("--")] if "--" in arguments else arguments
    return bool({"-h", "--help"} & set(own))


def help_of(module: str) -> str:
    """What the module says of itself, read without starting or installing anything."""
    source = ROOT.joinpath(*module.split(".")).with_suffix(".py").read_text(encoding="utf-8")
    return ast.get_docstring(ast.parse(source)) or module


if __name__ == "__main__":
    with report_trouble():
        main()

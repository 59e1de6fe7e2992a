"""Programs that run once and end: their output is shown only when they fail."""

import os
import pwd
import signal
import subprocess
import tempfile

from ops.environment import ROOT
from ops.processes import as_user, stopped_with_its_parent
from ops.trouble import explain


class Step:
    """Begun at once; several can run side by side until each is finished."""

    def __init__(
        self,
        name: str,
        command: list[str],
        environment: dict[str, str] | None = None,
        user: pwd.struct_passwd | None = None,
    ) -> None:
        self.name = name
        self.output = tempfile.TemporaryFile("w+", errors="replace")  # noqa: SIM115 - lives as long as the step
        self.popen = subprocess.Popen(
            command,
            cwd="/" if user else ROOT,
            env=environment or dict(os.environ),
            stdin=subprocess.DEVNULL,
            stdout=self.output,
            stderr=subprocess.STDOUT,
            preexec_fn=stopped_with_its_parent(signal.SIGKILL),
            **as_user(user),
        )

    def wait(self) -> tuple[int, str]:
        """The exit code and all that was printed."""
        try:
            code = self.popen.wait()
        except BaseException:
            self.popen.kill()
            self.popen.wait()
            raise
        self.output.seek(0)
        return code, self.output.read()

    def finish(self, failure: str) -> str:
        """What was printed; Trouble with the last lines of it when the program failed."""
        code, text = self.wait()
        if code != 0:
            raise explain(text, failure)
        return text

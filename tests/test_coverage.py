"""`make test` fails when the tests run too few lines of the rooms (ops/lines.py)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[1]
# Read in a process of its own: importing the plugin puts it to work.
PROGRAM = """
import json
from ops import lines
a, b = {"x.py": [[1, 2], [3, 4]]}, {"x.py": [[3], [1, 2, 4]], "y.py": [[], [1, 2, 5]]}
seen = lines.together([a, b, {}])
print(json.dumps([lines.rooms(), lines.share(seen), lines.share({}), lines.gaps(seen)]))
"""


def test_what_ran_in_any_process_ran():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )
    rooms, share, of_nothing, gaps = json.loads(done.stdout)
    assert rooms == [app for app in settings.INSTALLED_APPS if (ROOT / app).is_dir()]
    assert (round(share, 2), of_nothing) == (42.86, 0)
    assert gaps == ["   3 of    3 y.py: 1-2, 5", "   1 of    4 x.py: 4"]


@pytest.mark.turns(4)
def test_too_few_lines_fail_a_run_whose_tests_pass(tmp_path):
    (tmp_path / "test_little.py").write_text("def test_little():\n    import audit.trail\n")
    env = os.environ | {"PYTEST_PLUGINS": "ops.lines", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "pytest", "-q", "-n", "1", "-p", "no:cacheprovider", "--rootdir=."]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)
    assert "1 passed" in done.stdout and "below the floor of 92 %" in done.stdout
    assert done.returncode == 1 and "Lines of the rooms that ran: 0.00 %" not in done.stdout

"""The hooks before a commit use the project's own tools and fetch nothing."""

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
CONFIG = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))


def test_every_hook_is_local_and_runs_in_the_projects_environment():
    hooks = [hook for repo in CONFIG["repos"] for hook in repo["hooks"]]
    assert [repo["repo"] for repo in CONFIG["repos"]] == ["local"]
    assert {hook["id"] for hook in hooks} == {"ruff-check", "ruff-format", "djlint", "migrations"}
    assert all(
        hook["entry"].startswith(".venv/bin/python ") and hook["language"] == "system" for hook in hooks
    )

"""Monitoring asks the running registry, whose web is the login role and no owner."""

import json
import urllib.error
import urllib.request

import pytest

pytestmark = pytest.mark.journey


def test_the_web_itself_knows_what_is_behind(registry):
    try:
        answer = urllib.request.urlopen(f"{registry.url}/health/well/", timeout=5)
    except urllib.error.HTTPError as refused:  # 503: there is no backup yet
        answer = refused
    found = json.load(answer)
    assert found["facts"]["writes"] == 1 and "unanswered" not in found["wrong"]
    assert "backup_age" in found["wrong"]

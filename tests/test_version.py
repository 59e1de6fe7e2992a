"""The version stands in CHANGELOG.md alone and is shown below every page."""

import pytest
from django.urls import reverse

from config import version
from tests import build

RELEASED = "# Changelog\n\n## [Unreleased]\n{}\n## [0.4.1] - 2026-11-30\n\n- a\n\n## [0.3.0] - 2026-01-02\n"


def test_nothing_unreleased_is_the_newest_release():
    assert version.of_changelog(RELEASED.format("")) == "0.4.1"


def test_unreleased_changes_are_on_the_way_to_the_next_minor_release():
    assert version.of_changelog(RELEASED.format("\n### Added\n\n- b\n")) == "0.5.0-dev"


def test_a_changelog_without_a_release_is_refused():
    with pytest.raises(version.NoVersion):
        version.of_changelog("# Changelog\n\n## [Unreleased]\n\n- a\n")


def test_a_page_shows_it_before_and_after_the_sign_in(client, officer, sign_in):
    for page in (client.get("/account/sign-in/"), sign_in(officer).get("/")):
        assert version.current() in page.content.decode().partition("<footer")[2]


def test_a_form_shows_it_and_not_the_version_of_its_row(village, officer, sign_in):
    form = reverse("residents:household-edit", args=[build.make_household(village).pk])
    for page in (sign_in(officer).get(form), sign_in(officer).get(reverse("residents:household-create"))):
        assert version.current() in page.content.decode().partition("<footer")[2]


def test_a_fault_shows_it(rf):
    from config import error_pages

    assert version.current() in error_pages.broken(rf.get("/")).content.decode()

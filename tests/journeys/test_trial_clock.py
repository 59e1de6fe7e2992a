"""The end of a month and of a session, tried in a minute: the same registry behind web servers of other moments."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime, timedelta

import pytest
from playwright.sync_api import expect

from calendars import calendar
from ops import clock
from tests.journeys import stack
from tests.journeys.conftest import DESK, by_sign_in

pytestmark = pytest.mark.journey


@pytest.fixture
def at(registry) -> Iterator[Callable[[datetime], AbstractContextManager[str]]]:
    """``with at(moment) as url:`` a web server that is started at ``moment``, and a database that agrees."""

    @contextmanager
    def started(moment: datetime) -> Iterator[str]:
        ahead = clock.ahead_by(moment.isoformat(), "config.settings.dev")
        clock.set_database(registry.owner_url, ahead)
        settings = registry.settings | {"CLOCK_OFFSET": str(int(ahead.total_seconds()))}
        with stack.web("ahead", settings, registry.folder) as url:
            yield url

    yield started
    clock.set_database(registry.owner_url, timedelta())


def test_a_month_ends_and_a_session_runs_out(at, contexts, registry):
    month = calendar.month_of(date.today())
    midnight = datetime.combine(calendar.end_of(month), datetime.min.time())
    page = contexts(**DESK).new_page()
    submit = page.locator(f"a[href*='/{month:%Y-%m}/'][href*='submit'], form[action*='submit']")

    with at(midnight - timedelta(minutes=10)) as url:
        page.goto(f"{url}/figures/months/{month:%Y-%m}/")
        by_sign_in(page, "clerk6", registry.password)
        expect(page.locator(".trial-clock")).to_contain_text(f"{calendar.last_day(month)} 23:5")
        expect(submit).to_have_count(0)

    with at(midnight + timedelta(minutes=5)) as url:
        page.goto(f"{url}/figures/months/{month:%Y-%m}/")
        expect(page.locator(".trial-clock")).to_contain_text(f"{calendar.end_of(month)} 00:0")
        expect(submit).not_to_have_count(0)

    with at(midnight + timedelta(minutes=50)) as url:
        page.goto(f"{url}/figures/months/{month:%Y-%m}/")
        expect(page.locator("[name=password]")).to_be_visible()

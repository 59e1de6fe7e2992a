"""An open dispute, and the officer who wrote it down."""

from datetime import date

import pytest

from tests import build
from tests.page_client import PageClient

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def dispute(village, officer):
    return build.make_dispute(village, date(2026, 3, 10), by=officer)


@pytest.fixture
def client(officer):
    signed_in = PageClient()
    signed_in.force_login(officer)
    return signed_in

"""A figure that is a sum opens a list that says the same sum above its rows."""

from datetime import date
from decimal import Decimal

import pytest

from indicators import compute
from reports import monthly
from reports.periods import Place
from residents.book import SERVICES, VISITS
from residents.models import Service
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
FEBRUARY = date(2026, 2, 1)
SERVICE_URL, VISIT_URL = SERVICES.url_name("list"), VISITS.url_name("list")
OF_NO_SUM = {Service.Kind.DONATION, Service.Kind.AFTER_SCHOOL}  # money, and what no figure counts
KINDS = [kind for kind in Service.Kind.values if kind not in OF_NO_SUM]


def is_sum(line) -> bool:
    drill = line.indicator.drill
    return drill is not None and (drill.url == SERVICE_URL or line.indicator.code == "talks")


@pytest.fixture
def busy_month(village, officer, february):
    """Rows that count for more than one each, and one that was withdrawn."""
    for talks in (3, 4):
        build.make_visit(village, february, by=officer, talks=talks)
    for number, kind in enumerate(KINDS, 2):
        build.make_service(village, february, by=officer, kind=kind, quantity=number)
    for state in ("recorded", "withdrawn"):
        build.make_service(village, february, by=officer, kind="donation", quantity=1, yuan=Decimal("1200.50"),
                           first_signature="甲", second_signature="乙", state=state)  # fmt: skip
    compute.fill_month(FEBRUARY)


@pytest.mark.parametrize("role", ["officer", "bureau"])
def test_the_list_of_a_figure_says_its_sum(role, busy_month, request, sign_in):
    user = request.getfixturevalue(role)
    lines = [line for line in monthly.lines(user, FEBRUARY, Place()) if is_sum(line)]
    client = sign_in(user)
    assert len(lines) == len(KINDS) + 2
    for line in lines:
        for link, figure in ((line.month_link, line.month), (line.year_link, line.year)):
            answer = client.get(link)
            number = figure.numerator
            said = f"{int(number) if number == int(number) else Decimal(number):,}"
            assert said in [total for _label, total in answer.context["sums"]], line.indicator.code
            assert f"合计 {said}" in answer.content.decode()


def test_a_list_that_no_figure_opened_says_no_sum(busy_month, officer, sign_in):
    assert sign_in(officer).get(VISITS.url("list")).context["sums"] == []
    assert (
        sign_in(officer)
        .get(f"{VISITS.url('list')}?counted=1&from_month=2025-01&to_month=2025-01")
        .context["sums"]
        == []
    )

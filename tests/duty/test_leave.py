"""Leave is granted by the station and can be taken back; both leave a trail."""

from datetime import date

import pytest

from audit.models import Entry
from duty.models import Leave
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


def test_leave_is_taken_back(clerk, officer, sign_in):
    leave = build.make_leave(officer)
    answer = sign_in(clerk).post(f"/organisation/leave/{leave.pk}/delete/")
    assert answer.status_code == 302 and not Leave.objects.exists()
    assert Entry.objects.get(action="take_leave_back").detail["person"] == officer.pk


def test_another_station_does_not_find_it(clerk, stranger, sign_in):
    leave = build.make_leave(stranger)
    assert sign_in(clerk).post(f"/organisation/leave/{leave.pk}/delete/").status_code == 404
    assert Leave.objects.exists()


def test_leave_over_leave_is_refused_beside_the_first_day(clerk, officer, sign_in):
    build.make_leave(officer, date(2026, 3, 23), date(2026, 3, 27))
    typed = {"user": officer.pk, "kind": "leave", "starts_on": "2026-03-27", "ends_on": "2026-03-29"}
    answer = sign_in(clerk).post("/organisation/leave/", typed)
    assert answer.status_code == 422 and Leave.objects.count() == 1
    assert answer.context["form"].errors.as_data().keys() == {"starts_on"}

"""Kinds of services that no figure of their own counts."""

import pytest

from residents.models import Service

pytestmark = pytest.mark.usefixtures("in_march")


def test_an_after_school_activity_is_recorded_as_a_service(village, officer, sign_in):
    client = sign_in(officer)
    given = {"village": village.pk, "occurred_on": "2026-03-20", "quantity": "1", "note": "放学后教游泳安全"}
    client.post("/residents/services/new/", given | {"kind": "after_school"})
    row = Service.objects.get()
    assert (row.kind, row.village, row.recorded_by) == ("after_school", village, officer)
    page = client.get("/residents/services/?kind=after_school").content.decode()
    assert row.get_absolute_url() in page and "青少年课后活动" in page

"""The list of those who hold an office in a village committee beside their post."""

from datetime import date

import pytest

from posts.models import Assignment
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")  # 20 March 2026


def test_an_office_is_listed_where_its_officer_serves_and_after_its_end(
    post, officer, stranger, bureau, sign_in
):
    Assignment.objects.filter(user=officer).update(office="deputy_secretary")
    Assignment.objects.filter(user=stranger).update(office="assistant_director")
    for person, seen in ((officer, {officer}), (bureau, {officer, stranger}), (stranger, {stranger})):
        answer = sign_in(person).get("/organisation/offices/")
        assert {one.user for one in answer.context["held"]} == seen
    text = sign_in(officer).get("/organisation/offices/").content.decode()
    assert "副书记" in text and stranger.name not in text and "1 个警务室中" in text
    Assignment.objects.filter(user=officer).update(ends_on=date(2026, 3, 19))
    next_one = build.make_user("next", "officer", post)
    found = sign_in(next_one).get("/organisation/offices/").context
    assert (list(found["held"]), [one.user for one in found["former"]]) == ([], [officer])

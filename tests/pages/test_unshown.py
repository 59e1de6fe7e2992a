"""What is not shown refuses nothing: a field that another answer hides, whatever was typed in it before."""

from datetime import date

import pytest
from django.urls import reverse

from residents.models import Service
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]
OTHERS = [kind for kind in Service.Kind.values if kind != Service.Kind.DONATION]
ODD = ["12.345", "100", "-5", "x", "99999999"]


@pytest.mark.turns(3)
@pytest.mark.parametrize("kind", OTHERS)
def test_money_typed_for_another_kind_of_service_is_dropped(kind, village, officer, sign_in):
    client = sign_in(officer)
    for n, yuan in enumerate(ODD, 1):
        typed = {
            "kind": kind,
            "village": village.pk,
            "occurred_on": "2026-03-20",
            "quantity": 1,
            "yuan": yuan,
        }
        answer = client.post(reverse("residents:service-create"), typed | {"first_signature": "甲"})
        assert answer.status_code == 302, answer.context["form"].errors
        assert Service.objects.count() == n
    assert set(Service.objects.values_list("yuan", flat=True)) == {0}


@pytest.mark.parametrize("yuan", ODD[:1] + ODD[2:])
def test_money_that_is_shown_is_refused_as_ever(yuan, village, officer, sign_in):
    typed = {"kind": Service.Kind.DONATION, "village": village.pk, "occurred_on": "2026-03-20", "quantity": 1}
    answer = sign_in(officer).post(reverse("residents:service-create"), typed | {"yuan": yuan})
    assert answer.status_code == 422 and "yuan" in answer.context["form"].errors


def test_a_stay_that_is_not_shown_does_not_refuse_a_resident(village, officer, sign_in):
    household = build.make_household(village)
    typed = {
        "household": household.pk, "name": "测试", "relation": "other", "residence": "permanent",
        "is_stated_14": "on", "stays_until": "2026-02-30", "country": "x" * 200,
    }  # fmt: skip
    answer = sign_in(officer).post(reverse("residents:resident-create"), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    assert household.residents.get().stays_until is None


def test_a_photograph_that_is_not_asked_for_does_not_refuse_what_was_put_right(village, officer, sign_in):
    hazard = build.make_hazard(village, date(2026, 3, 19), officer)
    typed = {"rectified_on": "2026-03-20", "rectified": "换灯", "proof": "seen", "version": hazard.version}
    answer = sign_in(officer).post(reverse("hazards:hazard-rectify", args=[hazard.pk]), typed)
    assert answer.status_code == 302, answer.context["form"].errors

"""Households that look alike."""

from residents.models import Household
from tests import build

PHONE = "13800001111"


def family_of_two(village, number, name="王建国", born=1970, **facts) -> Household:
    household = build.make_household(village, number=number, householder=name, **facts)
    build.make_resident(household, name=name, birth_year=born, relation="head")
    return household

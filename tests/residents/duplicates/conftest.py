"""Two households that may be one."""

import pytest

from residents.duplicates import finding
from residents.models import Duplicate, Household
from tests.residents.duplicates.alike import PHONE, family_of_two


@pytest.fixture
def two(village) -> tuple[Household, Household]:
    return family_of_two(village, "1号"), family_of_two(village, "2号", phone=PHONE)


@pytest.fixture
def pair(two) -> Duplicate:
    finding.find(villages=[two[0].village_id])
    return Duplicate.objects.get(first__isnull=False)

"""Where a person serves is read by the room that the settings name, in one query."""

import pytest
from django.utils.module_loading import import_string

from access import scope
from accounts.models import User
from oversight.actions import emergency

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.mark.parametrize("name", ["officer", "clerk", "bureau", "auditor"])
def test_a_scope_is_read_in_one_query(name, request, django_assert_num_queries):
    person = User.objects.get(pk=request.getfixturevalue(name).pk)
    with django_assert_num_queries(1):
        found = scope.for_user(person)
        scope.for_user(person)
    assert found.role and found.place


def test_an_open_emergency_view_takes_no_query_more(officer, elsewhere, django_assert_num_queries):
    emergency.open_view(elsewhere.memberships.get().post, "追赶走失的老人，需要地址", by=officer)
    person = User.objects.get(pk=officer.pk)
    with django_assert_num_queries(1):
        assert scope.for_user(person).emergency
    assert person.emergency_view == scope.for_user(person).emergency
    scope.forget(person)
    assert person.emergency_view is None


def test_the_settings_name_the_reader(settings):
    assert scope.reader() is import_string(settings.SCOPE_READER)

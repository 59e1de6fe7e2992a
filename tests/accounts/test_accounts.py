"""Opening accounts and giving first passwords, as the administrator does it on the pages."""

import pytest

from accounts.models import User


def test_a_first_password_that_was_shown_survives_a_reload(officer, administrator, sign_in):
    sent = {"version": officer.version}
    client = sign_in(administrator)
    shown = client.post(f"/account/{officer.pk}/reset/", sent).context["password"]
    assert client.post(f"/account/{officer.pk}/reset/", sent).status_code == 302
    assert User.objects.get(pk=officer.pk).check_password(shown)


@pytest.mark.parametrize("username", ["OFFICER", "Ab c", "<i>", "officer ", "警官"])
def test_an_account_has_a_plain_name_of_its_own(officer, administrator, sign_in, username):
    given = {"username": username, "name": "新来的", "badge": ""}
    answer = sign_in(administrator).post("/account/new/", given)
    assert answer.status_code == 422 and not User.objects.filter(name="新来的").exists()

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User


def test_the_first_administrator_can_sign_in(county, capsys, client):
    call_command("first_administrator", county=county.code, username="first")
    name, password = capsys.readouterr().out.split()
    client.post("/account/sign-in/", {"username": name, "password": password})
    assert client.get("/account/list/")["Location"] == "/account/password/"
    chosen = "green kettle boots"
    client.post(
        "/account/password/",
        {"old_password": password, "new_password1": chosen, "new_password2": chosen},
    )
    assert client.get("/account/list/").status_code == 200


@pytest.mark.parametrize("options", [{"county": "000000"}, {"county": "990901", "username": "officer"}])
def test_it_refuses_what_can_not_be(officer, options):
    with pytest.raises(CommandError):
        call_command("first_administrator", **options)
    assert User.objects.count() == 1

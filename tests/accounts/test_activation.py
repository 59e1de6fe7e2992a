"""An account opens after two steps by two people: the code is used, and somebody says that the person is here."""

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from access import scope
from accounts import actions, confirming
from accounts.models import Confirmation, User
from audit.models import Entry
from policies.acting import ANONYMOUS, acting
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
PASSWORD, PAGE = "three green kettles", "/account/activate/"


@pytest.fixture
def newcomer(administrator, post):
    """An officer whom the account administrator has given a code: ``(user, code)``."""
    user = User(username="newcomer", name="新来的")
    code = actions.open_account(user, by=administrator)
    build.assign(user, "officer", post)
    return user, code


def choose(code, username="newcomer", password=PASSWORD, client=None):
    typed = {"username": username, "code": code, "new_password1": password, "new_password2": password}
    return (client or Client()).post(PAGE, typed)


def enter(password=PASSWORD, username="newcomer"):
    return Client().post("/account/sign-in/", {"username": username, "password": password})


def errors(answer):
    return str(answer.context["form"].errors)


def test_the_code_itself_opens_nothing(newcomer):
    answer = enter(newcomer[1])
    assert answer.status_code == 200 and answer.wsgi_request.user.is_anonymous


def test_a_chosen_password_opens_nothing_before_somebody_confirms(newcomer, chief, sign_in):
    assert choose(newcomer[1])["Location"].endswith("?chosen=1")
    refused = enter()
    assert refused.status_code == 200 and refused.wsgi_request.user.is_anonymous
    key = Confirmation.objects.get().pk
    assert sign_in(chief).post("/account/waiting/", {"people": [key]}).status_code == 302
    assert enter()["Location"] == "/"
    actions_noted = Entry.objects.filter(subject_id=newcomer[0].pk).values_list("action", flat=True)
    assert {"activate_account", "confirm_person"} <= set(actions_noted)


@pytest.mark.parametrize("typed", ["{}", " {} ", "ｋ{}"])
def test_the_code_is_read_in_any_spelling(newcomer, typed):
    code = newcomer[1]
    spelled = typed.format(code if "ｋ" not in typed else code.upper().replace("-", " "))
    assert choose(spelled).status_code == (422 if "ｋ" in typed else 302)


def test_a_code_is_used_once(newcomer):
    choose(newcomer[1])
    assert choose(newcomer[1], password="four green kettles").status_code == 422
    assert User.objects.with_hash().get(username="newcomer").check_password(PASSWORD)


def test_the_page_tells_nothing_of_accounts(newcomer, officer):
    """Unknown account, wrong code, an account with a password of its own: one answer, whatever the password is like."""
    told = {
        errors(choose("kp7m-x2vd-9rth-eq4w", username="nobody", password="1")),
        errors(choose("kp7m-x2vd-9rth-eq4w", password="1")),
        errors(choose("secret-enough", username="officer", password="1")),
    }
    assert len(told) == 1


def test_codes_are_guessed_no_faster_than_passwords(newcomer):
    client = Client()
    for _try in range(settings.AXES_FAILURE_LIMIT):
        last = choose("kp7m-x2vd-9rth-eq4w", client=client)
    assert last.status_code == 429 and choose(newcomer[1], client=client).status_code == 429
    assert enter(newcomer[1]).status_code == 429


def test_the_password_of_an_account_is_not_found_out_on_the_page_of_codes(officer):
    client = Client()
    codes = [choose("secret-enough", username="officer", client=client).status_code
             for _try in range(settings.AXES_FAILURE_LIMIT)]  # fmt: skip
    assert codes[-1] == 429


def test_a_code_is_good_for_a_week(newcomer, time_machine):
    time_machine.shift(8 * 86_400)
    assert choose(newcomer[1]).status_code == 422


def test_a_weak_password_is_refused_and_the_code_stays_good(newcomer):
    assert choose(newcomer[1], password="newcomer123").status_code == 422
    assert choose(newcomer[1]).status_code == 302


def test_what_is_kept_of_a_wrong_try_names_known_accounts_only(newcomer):
    choose("x", username="my old password")
    choose("x")
    noted = Entry.objects.filter(action="activate_failed").values_list("detail", flat=True)
    assert sorted(one.get("account", "") for one in noted) == ["", "newcomer"]


def test_a_new_code_takes_the_old_one_and_its_question_back(newcomer, administrator):
    user = User.objects.get(username="newcomer")
    again = actions.reset_password(user, by=administrator)
    assert choose(newcomer[1]).status_code == 422 and choose(again).status_code == 302
    assert Confirmation.objects.open().count() == 1


def test_nobody_is_confirmed_before_a_password_was_chosen(newcomer, chief):
    with pytest.raises(ValidationError):
        confirming.confirm(Confirmation.objects.get(), by=chief)


def test_nobody_confirms_oneself_or_an_account_that_one_made(newcomer, administrator):
    choose(newcomer[1])
    for by in (newcomer[0], administrator):
        with pytest.raises(PermissionDenied):
            confirming.confirm(Confirmation.objects.get(), by=by)


@pytest.mark.parametrize("role", ["administrator", "grantor", "chief", "bureau"])
def test_the_database_lets_nobody_confirm_without_a_confirmation_of_their_own(newcomer, role, request):
    """The second layer: no level sets the date by itself, whatever the code forgets."""
    by, other = request.getfixturevalue(role), build.make_user("other", None)
    choose(newcomer[1])
    user, now = User.objects.get(username="newcomer"), timezone.now()

    def written(by_whom):
        with acting(scope.acting_as(by)), transaction.atomic():
            rows = Confirmation.objects.filter(user=user)
            if by_whom and not rows.update(confirmed_at=now, confirmed_by=by_whom):
                raise DatabaseError
            User.objects.filter(pk=user.pk).update(confirmed_at=now)

    for by_whom in (None, other, user):
        with pytest.raises(DatabaseError):
            written(by_whom)
    if role == "administrator":
        with pytest.raises(DatabaseError):
            written(by)
    else:
        written(by)
    assert bool(User.objects.get(pk=user.pk).confirmed_at) == (role != "administrator")


def test_the_account_administrator_opens_no_account_that_is_confirmed(administrator):
    user = User(username="ready", name="现成", confirmed_at=administrator.created_at)
    with acting(scope.acting_as(administrator)), pytest.raises(DatabaseError), transaction.atomic():
        user.save(force_insert=True)


def test_a_session_ends_when_the_confirmation_is_taken_away(officer, sign_in):
    client = sign_in(officer)
    User.objects.filter(pk=officer.pk).update(confirmed_at=None)
    assert client.get("/account/me/").status_code == 302


def test_nobody_signed_in_confirms(newcomer):
    choose(newcomer[1])
    with acting(ANONYMOUS), pytest.raises(DatabaseError), transaction.atomic():
        User.objects.filter(username="newcomer").update(confirmed_at=newcomer[0].created_at)

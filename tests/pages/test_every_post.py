"""Every address that takes POST acts once however often it is sent, or stands here with the reason why not."""

import re
from pathlib import Path

from pages.views.sending import KeyedPage
from tests.test_access import URLS

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
SEARCH = "reads: what is searched for stands in no address"
SECRET = "a secret, of which not even a digest is stored"
WITHOUT_KEY = {
    "accounts:sign-in": SECRET,
    "accounts:activate": SECRET,
    "accounts:factor": SECRET,
    "accounts:factor-set-up": SECRET,
    "accounts:password": SECRET,
    "administration:reset": "makes a secret; the version of the account lets it happen once",
    "accounts:sign-out": "signing out twice is signing out",
    "accounts:session-end-all": "signing out twice is signing out",
    "accounts:language": "the same choice twice is one choice",
    "posts:post-work": "the same choice twice is one choice; the key belongs to the form that is sent on",
    "ledgers:draft-save": "a draft is what was typed last",
    "ledgers:draft-discard": "a draft that is gone is gone",
    "residents:household-reveal": "each look is one of its own and changes nothing",
    "residents:resident-reveal": "each look is one of its own and changes nothing",
    "teams:member-reveal": "each look is one of its own and changes nothing",
    "disputes:party-reveal": "each look is one of its own and changes nothing",
    "residents:resident-identity-reveal": "each look is one of its own and changes nothing",
    "residents:household-lookup": "each look is one of its own and changes nothing",
    "residents:household-pick": SEARCH,
    "residents:resident-pick": SEARCH,
    "documents:card": "prints what is chosen and stores nothing; each printing is one of its own",
    "documents:slip-print": "prints what the page shows; each printing is one of its own",
    "public": "each look is one of its own and changes nothing; who looks has no account",
}
FORM = re.compile(
    r"<form(?:[^>%]|%\}|%)*?method=\"post\"(?P<rest>.{0,900}?)(?=</form>|<input|<label|<button)", re.DOTALL
)
CARRY = ("pages/_carried.html", "pages/_button.html")
# Sign-in, its second step and the choice of the language, signing out; filters; the first password.
FORMS_WITHOUT_KEY = {
    "accounts/_language.html": 1, "accounts/factor_check.html": 1, "accounts/sign_in.html": 1, "accounts/me.html": 2,
    "accounts/password.html": 1, "pages/_filters.html": 1, "administration/account_detail.html": 1,
    "referrals/slip.html": 1,  # prints
    "referrals/public.html": 1,  # without sign-in and without cookies
    "access/other_post.html": 1,  # as the next one
    "error_bare.html": 1,  # carries all that was sent, with its key
}  # fmt: skip


def taking_post() -> dict[str, type | None]:
    views = {name: getattr(url.callback, "view_class", None) for name, url in URLS.items()}
    return {name: view for name, view in views.items() if view is None or hasattr(view, "post")}


def test_every_address_that_takes_post_has_a_key_or_a_reason():
    found = taking_post()
    keyed = {
        name for name, view in found.items() if view and issubclass(view, KeyedPage) and view.is_sent_once
    }
    searches = {name for name in found.keys() - keyed if name.endswith("-list")}  # the filters of a list
    assert found.keys() - keyed - searches == WITHOUT_KEY.keys() and len(keyed) > 80


def test_every_form_of_the_templates_carries_its_key():
    without = {}
    for path in TEMPLATES.rglob("*.html"):
        forms = [found["rest"] for found in FORM.finditer(path.read_text())]
        if missing := sum(not any(one in rest for one in CARRY) for rest in forms):
            without[str(path.relative_to(TEMPLATES))] = missing
    assert without == FORMS_WITHOUT_KEY


def test_what_is_sent_again_with_its_key_does_nothing_more(sent, part):
    assert [name for name, one in sent.items() if one.is_done_twice] == []
    assert sum(one.is_done for one in sent.values()) > 60 * part


def test_whatever_the_answer_is_the_browser_learns_that_it_was_saved(sent):
    """Else the copy of what was typed, with its key, stays and comes back in the next new form."""
    keyed = {name: one for name, one in sent.items() if one.view.is_sent_once}
    assert [name for name, one in keyed.items() if not one.is_told] == []
    assert keyed.keys() & {"administration:create"} <= {
        name for name, one in keyed.items() if one.answers_with_a_page
    }

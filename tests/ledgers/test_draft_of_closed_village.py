"""A village is closed while a draft waits for it: the draft still opens, its words are there, and nothing is saved."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ledgers import books
from ledgers.models import Draft
from posts.models import Membership, Village
from tests import build
from tests.page_client import PageClient
from tests.test_access import URLS

pytestmark = pytest.mark.usefixtures("in_march")
WORDS = "等待中的话"
DRAFTED = [book for book in books.books() if book.keeps_drafts and book.url_name("create") in URLS]


def close(village):
    today = timezone.localdate()
    Village.objects.filter(pk=village.pk).update(closed_on=today)
    Membership.objects.filter(village=village).update(ends_on=today - timedelta(days=1))


def text_field(form):
    fields = form.fields.items()
    return next(
        (name for name, one in fields if type(one).__name__ == "CharField" and name != "late_reason"), ""
    )


@pytest.mark.turns(6)
@pytest.mark.parametrize("book", DRAFTED, ids=lambda book: book.stem)
def test_its_words_stay_and_nothing_is_saved(book, village, officer):
    client = PageClient()
    client.force_login(officer)
    household = build.make_household(village, is_hardship=True)
    url = book.url("create") + (f"?household={household.pk}" if book.subject else "")
    field = text_field(client.get(url).context["form"])
    typed = {"village": village.pk, "household": household.pk} | ({field: WORDS} if field else {})
    client.post(f"/ledgers/drafts/{book.draft_name}/", typed | {"draft_subject": ""})
    close(village)
    before, page = book.model.objects.count(), client.get(url)
    assert page.status_code == 200 and (not field or WORDS in page.content.decode())
    assert client.post(url, typed).status_code in (403, 404, 422)
    assert book.model.objects.count() == before and Draft.objects.count() == 1

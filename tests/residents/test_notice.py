"""The notice of a post names its law, its periods and whom to ask; it takes the periods from the registry itself."""

import pytest

from posts.models import Post
from retention.table import table
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


def test_the_notice_names_the_post_its_phone_and_the_law(officer, post, sign_in):
    Post.objects.filter(pk=post.pk).update(phone="0793-1100110")
    text = sign_in(officer).get(f"/ledgers/notice/{post.pk}/").content.decode()
    for fact in (post.name, "0793-1100110", "人民警察法", "个人信息保护法", "第四十四条"):
        assert fact in text


def test_its_periods_are_those_of_the_registry(officer, post, sign_in):
    text = sign_in(officer).get(f"/ledgers/notice/{post.pk}/").content.decode()
    lines = [line for line in table() if line.is_of_villagers]
    assert len(lines) >= 8 and all(line.record in text and line.period in text for line in lines)


def test_it_follows_a_period_that_the_county_sets(officer, post, sign_in, settings):
    settings.RETENTION_DAYS = {"residents.visit": 400}
    assert "400 天" in sign_in(officer).get(f"/ledgers/notice/{post.pk}/").content.decode()


def test_it_is_linked_where_the_post_stands(officer, post, sign_in):
    assert f"/ledgers/notice/{post.pk}/" in sign_in(officer).get("/organisation/").content.decode()


def test_a_post_elsewhere_has_its_own(officer, post, elsewhere, sign_in):
    other = elsewhere.memberships.get().post
    assert sign_in(officer).get(f"/ledgers/notice/{other.pk}/").status_code == 404


def test_it_speaks_english_too(officer, post, sign_in):
    client = sign_in(officer)
    client.post("/account/language/", {"language": "en", "next": "/"})
    assert "Personal Information Protection Law" in client.get(f"/ledgers/notice/{post.pk}/").content.decode()
    assert build

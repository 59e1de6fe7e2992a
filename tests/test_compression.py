"""Pages are compressed for whoever asks for them of the own accord, and no secret is in a compressed answer."""

import gzip

import pytest
from django.urls import reverse

from config.compression import SECRET_PAGES
from tests import build

ASKS = {"HTTP_ACCEPT_ENCODING": "gzip", "HTTP_SEC_FETCH_SITE": "same-origin"}
LIST = "/residents/visits/"


def encoding(answer) -> str:
    return answer.headers.get("Content-Encoding", "")


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_a_page_that_the_person_asked_for_is_sent_small(village, officer, sign_in, site):
    client = sign_in(officer)
    plain, packed = client.get(LIST), client.get(LIST, **ASKS | {"HTTP_SEC_FETCH_SITE": site})
    assert encoding(packed) == "gzip" and "Accept-Encoding" in packed.headers["Vary"]
    assert len(gzip.decompress(packed.content)) == len(plain.content) > 3 * len(packed.content)


def test_its_length_differs_from_one_time_to_the_next(village, officer, sign_in):
    client = sign_in(officer)
    assert len({len(client.get(LIST, **ASKS).content) for _number in range(12)}) > 3


@pytest.mark.parametrize("site", ["cross-site", "same-site", ""])
def test_what_another_site_caused_or_a_browser_does_not_explain_is_sent_as_it_is(
    village, officer, sign_in, site
):
    assert encoding(sign_in(officer).get(LIST, **ASKS | {"HTTP_SEC_FETCH_SITE": site})) == ""


def test_a_page_with_a_secret_is_sent_as_it_is(village, officer, chief, sign_in):
    household = build.make_household(village, phone="15400001234")
    request = build.make_data_request(household, officer, is_identity_checked=True)
    addresses = {
        "accounts:factor-set-up": reverse("accounts:factor-set-up"),
        "residents:data-request-extract": reverse("residents:data-request-extract", args=[request.pk]),
    }
    assert addresses.keys() == SECRET_PAGES
    client = sign_in(chief)
    answers = [client.get(url, **ASKS) for url in addresses.values()]
    assert [(answer.status_code, encoding(answer)) for answer in answers] == [(200, "")] * 2
    reveal = reverse("residents:household-reveal", args=[household.pk])
    shown = client.post(reveal, {"why": "contact", "words": ""}, **ASKS)
    assert shown.status_code in {200, 422} and encoding(shown) == ""


def test_a_file_and_a_static_file_are_not_packed_again(officer, sign_in):
    assert encoding(sign_in(officer).get("/static/registry/palette.css", **ASKS)) == ""

"""Two posts of one station, a post of another one, and the people who serve there."""

import pytest

from tests import build

TODAY = "2026-03-20"


@pytest.fixture
def other_post(station):
    return build.make_post(station, "邻警务室")


@pytest.fixture
def neighbour(other_post):
    build.make_village(other_post, "邻村村委会")
    return build.make_user("neighbour", "officer", other_post, is_responsible=True)


@pytest.fixture
def far_post(county):
    return build.make_post(build.make_station(county, "远所"), "远警务室")


@pytest.fixture
def far_officer(far_post):
    build.make_village(far_post, "远村村委会")
    return build.make_user("far-officer", "officer", far_post, is_responsible=True)


@pytest.fixture
def far_chief(far_post):
    return build.make_user("far-chief", "chief", far_post.station)


@pytest.fixture
def request_row(village, officer):
    household = build.make_household(village, householder="曾秘密名")
    return build.make_request(village, by=officer, household=household, asked="原话：院墙漏水")


@pytest.fixture
def send(request_row, officer, sign_in):
    """Pass the request on through the page; returns the answer."""

    def go(receiver, row=request_row, by=officer, **fields):
        given = {"kind": "request", "key": row.pk, "receiver": receiver, "asked": "请派人查看院墙",
                 "urgency": "normal", "due_on": "2026-03-30"}  # fmt: skip
        return sign_in(by).post("/referrals/new/", given | fields)

    return go

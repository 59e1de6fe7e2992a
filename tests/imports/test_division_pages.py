"""The county's pages of an import of divisions, from the files to what was done; as the county, with its rights."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from imports.divisions.models import DivisionImport
from ledgers import months
from pages.columns import NOBODY
from posts.models import Succession, Town, Village
from residents.models import PriorityVisit
from residents.tables import VisitTable
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]
SINCE = "2026-03-10"


@pytest.fixture
def villages(county, post):
    """Three villages of a township and one of a town, of the officer's post."""
    township = Town.objects.create(code="990901205", name="甲乡", county=county)
    town = Town.objects.create(code="990901100", name="乙镇", county=county)
    places = (("河东", township), ("河西", township), ("上塘", township), ("下塘", town))
    found = {}
    for number, (name, place) in enumerate(places):
        village = build.make_village(post, f"{name}村委会", place)
        Village.objects.filter(pk=village.pk).update(code="")
        found[name] = Village.objects.get(pk=village.pk)
        code = f"{place.code}{200 + number}"
        found[name].codes.update(code=code)
        Village.objects.filter(pk=village.pk).update(code=code)
    return {name: Village.objects.get(pk=one.pk) for name, one in found.items()}


TOWNS = {"990901205": "甲乡", "990901100": "乙镇"}
NAMES = ["河东", "河西", "上塘", "下塘"]


def files(places: list[tuple[str, str]], towns: dict[str, str], encoding: str = "utf-8", since: str = SINCE):
    texts = {
        "counties": "code,name\n990901,试验县\n990902,别县\n",
        "towns": "code,name,areaCode\n" + "".join(f"{code},{name},990901\n" for code, name in towns.items()),
        "villages": "code,name,streetCode\n"
        + "".join(f"{code},{name},{code[:9]}\n" for code, name in places),
    }
    return {
        name: SimpleUploadedFile(f"{name}.csv", text.encode(encoding)) for name, text in texts.items()
    } | {"since": since}


def recoded(name: str = "甲镇", code: str = "990901101") -> tuple[list[tuple[str, str]], dict[str, str]]:
    places = [(f"{code}{200 + n}", f"{one}村委会") for n, one in enumerate(NAMES[:3])]
    return [*places, ("990901100203", "下塘村委会")], {code: name, "990901100": "乙镇"}


@pytest.fixture
def client(bureau, villages, sign_in):
    return sign_in(bureau)


def upload(client, *what, **options):
    answer = client.post(reverse("imports:division-create"), files(*what, **options))
    assert answer.status_code == 302, answer.content.decode()
    return DivisionImport.objects.latest("pk")


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def answers_shown(answer) -> dict[str, str]:
    """What the page's selects have chosen."""
    found = {}
    for name, inside in re.findall(
        r'<select name="(to_\d+)".*?>(.*?)</select>', answer.content.decode(), re.S
    ):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        found[name] = chosen[1] if chosen else ""
    return found


def take_over(client, owner, **sent):
    address = reverse("imports:division-take-over", args=[owner.pk])
    shown = re.search(r'name="shown" value="(\w+)"', client.get(address).content.decode())
    return client.post(address, {"shown": shown[1] if shown else ""} | sent)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_township_becomes_a_town_on_the_pages(client, villages, encoding):
    home = build.make_household(villages["河东"])
    owner = upload(client, *recoded(), encoding=encoding)
    page = client.get(owner.get_absolute_url())
    proposed = answers_shown(page)
    assert proposed["to_990901205200"] == "990901101200" and len(proposed) == 4
    assert "1 户" in text_of(page)
    assert take_over(client, owner).status_code == 422
    assert client.post(owner.get_absolute_url(), proposed).status_code == 302
    assert take_over(client, owner).status_code == 302
    village = Village.objects.get(pk=villages["河东"].pk)
    assert (village.code, village.town.name, village.town.code) == ("990901101200", "甲镇", "990901101")
    home.refresh_from_db()
    assert home.village_id == village.pk
    assert "启用" in text_of(client.get(owner.get_absolute_url()))
    history = text_of(client.get(reverse("posts:village-detail", args=[village.pk])))
    assert "990901205200" in history and "990901101200" in history and SINCE in history
    again = upload(client, *recoded(), encoding=encoding)
    assert not answers_shown(client.get(again.get_absolute_url()))
    assert take_over(client, again).status_code == 422


def test_a_village_with_households_ends_by_the_typed_word_alone(client, villages):
    build.make_household(villages["上塘"])
    places = [("990901205200", "河东村委会"), ("990901205201", "河西村委会"), ("990901100203", "下塘村委会")]
    owner = upload(client, places, TOWNS)
    page = client.get(owner.get_absolute_url())
    assert answers_shown(page) == {"to_990901205202": ""} and "1 户 3 人" in text_of(page)
    client.post(owner.get_absolute_url(), {"to_990901205202": "注销"})
    assert take_over(client, owner, word="撤销").status_code == 422
    assert Village.objects.get(pk=villages["上塘"].pk).closed_on is None
    assert take_over(client, owner, word="注销").status_code == 302
    assert str(Village.objects.get(pk=villages["上塘"].pk).closed_on) == SINCE
    page = client.get(reverse("posts:village-detail", args=[villages["上塘"].pk]))
    last_day = date.fromisoformat(SINCE) - timedelta(days=1)
    assert {one["last_day"] for one in page.context["memberships"]} == {last_day}
    assert page.context["codes"][-1]["last_day"] == last_day


def test_new_villages_of_the_same_town_are_offered_first(client, villages):
    build.make_household(villages["上塘"])
    places = [
        ("990901205200", "河东村委会"), ("990901205209", "青山村委会"), ("990901205201", "河西村委会"),
        ("990901100203", "下塘村委会"), ("990901100209", "白沙村委会"),
    ]  # fmt: skip
    page = client.get(upload(client, places, TOWNS).get_absolute_url())
    [others] = [
        one for name, one in page.context["form"].fields["to_990901205202"].choices if isinstance(one, list)
    ]
    assert [code[-6:] for code, _label in others] == ["205209", "205200", "205201", "100209", "100203"]


def test_a_merger_carries_households_that_the_county_may_not_write(client, villages):
    home = build.make_household(villages["上塘"])
    build.make_priority(villages["上塘"], household=home)
    places = [("990901205200", "河东村委会"), ("990901205201", "河西村委会"), ("990901100203", "下塘村委会")]
    owner = upload(client, places, TOWNS)
    client.post(owner.get_absolute_url(), {"to_990901205202": "990901205201"})
    assert "上塘村" in text_of(client.get(reverse("imports:division-take-over", args=[owner.pk])))
    assert take_over(client, owner).status_code == 302
    home.refresh_from_db()
    assert home.village == villages["河西"]
    assert PriorityVisit.objects.get().village == villages["河西"]
    assert Succession.objects.get().carried_at is not None
    assert "上塘村" in text_of(client.get(reverse("posts:village-detail", args=[villages["河西"].pk])))


def test_a_split_by_the_mapping_file(client, villages):
    places = [*((f"990901205{200 + n}", f"{one}村委会") for n, one in enumerate(NAMES[:3])),
              ("990901205210", "河东新村委会"), ("990901100203", "下塘村委会")]  # fmt: skip
    owner = upload(client, places, TOWNS)
    rows = "old,new\n990901205200,990901205200\n990901205200,990901205210\n"
    mapping = SimpleUploadedFile("对照.csv", rows.encode("gb18030"))
    assert client.post(owner.get_absolute_url(), {"mapping": mapping}).status_code == 302
    assert take_over(client, owner).status_code == 302
    part = Village.objects.get(code="990901205210")
    assert part.origins.get().village == villages["河东"]
    assert part.memberships.get().post == villages["河东"].memberships.get().post


def test_a_mapping_with_codes_that_are_not_there_names_its_lines(client):
    owner = upload(client, *recoded())
    mapping = SimpleUploadedFile("对照.csv", b"old,new\n990901205200,990901101999\n12,990901101200\n")
    answer = client.post(owner.get_absolute_url(), {"mapping": mapping})
    assert answer.status_code == 422 and "12" in text_of(answer)
    owner.refresh_from_db()
    assert owner.decisions == {}


def test_what_changed_since_it_was_shown_is_shown_again(client, villages):
    first, second = upload(client, *recoded()), upload(client, *recoded())
    for owner in (first, second):
        client.post(owner.get_absolute_url(), answers_shown(client.get(owner.get_absolute_url())))
    address = reverse("imports:division-take-over", args=[second.pk])
    shown = re.search(r'name="shown" value="(\w+)"', client.get(address).content.decode())[1]
    assert take_over(client, first).status_code == 302
    assert client.post(address, {"shown": shown}).status_code in {409, 422}
    assert client.post(reverse("imports:division-take-over", args=[first.pk]), {}).status_code in {409, 422}
    second.refresh_from_db()
    assert second.state == "open"


def test_a_published_month_asks_why_it_comes_late(client, villages, station, bureau, february):
    months.mark_published([station], february, by=bureau)
    places = [("990901205200", "河东村委会"), ("990901205201", "河西村委会"), ("990901100203", "下塘村委会")]
    owner = upload(client, places, TOWNS, since="2026-02-10")
    assert take_over(client, owner).status_code == 422
    assert take_over(client, owner, late_reason="区划文件晚到").status_code == 302


def test_files_of_another_kind_and_of_another_county_are_refused(client):
    wrong = files(*recoded()) | {"villages": SimpleUploadedFile("图.csv", b"\x89PNG\r\n\x1a\n\x00\xff")}
    assert client.post(reverse("imports:division-create"), wrong).status_code == 422
    other = DivisionImport.objects.create(
        county=build.make_county("别县", "990902"), by=build.make_user("other", None), since=SINCE
    )
    assert client.get(other.get_absolute_url()).status_code == 404


def test_files_name_the_code_of_the_row_and_not_of_today(client, villages, officer):
    visit_day = "2026-03-05"
    visit = build.make_visit(villages["河东"], None, officer)
    type(visit).objects.filter(pk=visit.pk).update(occurred_on=visit_day)
    build.make_visit(villages["河东"], None, officer)
    owner = upload(client, *recoded())
    client.post(owner.get_absolute_url(), answers_shown(client.get(owner.get_absolute_url())))
    take_over(client, owner)
    table = VisitTable.columns
    codes = set(
        type(visit)
        .objects.annotate(
            code_then=table["division_code"].asked(NOBODY), town_then=table["of_town"].asked(NOBODY)
        )
        .values_list("occurred_on", "code_then", "town_then")
    )
    assert {(str(day), code, town) for day, code, town in codes} == {
        (visit_day, "990901205200", "甲乡"),
        ("2026-03-20", "990901101200", "甲镇"),
    }

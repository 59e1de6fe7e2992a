"""Every book is listed where its declaration puts it and nowhere else; see tests/book_mutants.py."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from access import scope
from access.rights import MAY
from access.roles import Role
from accounts.models import User
from audit.models import Entry
from calendars import calendar
from demo.plan import Beat, Plan
from demo.review import review_books
from duty import arrivals
from duty.handover import living
from imports.divisions import hanging, saving
from indicators import causes, differences
from indicators.catalogue import CATALOGUE
from indicators.causes import Moment
from jobs.models import Job
from ledgers import actions, books, going_on_actions, unfinished
from ledgers.book import Fate, Group
from ledgers.models import Draft, Row
from policies.acting import HOUSEKEEPING, acting
from posts import open_work
from posts.models import Assignment, Post, Station, Succession
from reports import filter_words, menu, month_steps, why
from residents.data_requests.actions import delete
from residents.models import Household
from tests import build
from tests.page_client import PageClient
from tests.reports.test_exports import asked
from tests.test_access import ACCESS, URLS

pytestmark = pytest.mark.usefixtures("in_march")
FEBRUARY = date(2026, 2, 1)
LIST_PAGES = ("list",)
FORM_PAGES = ("list", "create")
ROW_PAGES = ("list", "create", "detail", "edit", "withdraw", "accept", "give-back")


def each(found):
    return pytest.mark.parametrize("book", found, ids=lambda book: book.stem)


def declared(group: Group) -> list:
    return [book for book in books.books() if book.group == group]


def speaks_of_a_household(book) -> bool:
    return book.is_ledger and any(field.related_model is Household for field in book.model._meta.fields)


def came_of(book) -> list:
    """The models of other books that its rows point at."""
    found = [field.related_model for field in book.model._meta.fields if field.is_relation]
    return [model for model in found if issubclass(model, Row)] if book.is_ledger else []


def make(book, village, officer):
    """A row of the book, of last month, recorded by the officer; one that waits, where rows wait."""
    noun = book.stem.partition(":")[2].replace("-", "_")
    maker = getattr(build, f"make_{noun}")
    if noun == "hazard":
        return build.make_waiting_hazards(village, FEBRUARY, officer)
    if noun == "walk":
        return build.make_waiting_walks(village, officer)
    if book.is_ledger:
        return maker(village, FEBRUARY, by=officer)
    if noun == "resident":  # one whose stay has ended
        return maker(build.make_household(village), residence="temporary", stays_until=FEBRUARY)
    if noun in ("duplicate", "household"):
        return maker(village)
    if noun == "pairing":  # its officer has left
        left = build.make_user("left", Role.OFFICER, build.keys(village)["post"])
        left.assignments.update(ends_on=FEBRUARY)
        return maker(build.make_household(village), left)
    if noun == "referral":
        return build.make_waiting_referrals(village, officer)
    return (
        maker(build.make_household(village), officer) if noun == "data_request" else maker(village, officer)
    )


# What is declared


def test_every_ledger_row_has_a_book():
    models = [model for model in apps.get_models() if issubclass(model, Row)]
    assert Counter(models) == Counter(books.row_models())


def test_no_two_books_share_a_prefix_a_name_or_a_table():
    prefixes = [model.PREFIX for model in books.row_models()]
    assert all(prefixes) and len(set(prefixes)) == len(prefixes)
    found = books.books()
    assert len({book.stem for book in found}) == len({book.model for book in found}) == len(found)


@each(books.books())
def test_a_declaration_is_whole(book):
    listing = book.listing
    assert listing.verb in MAY and (not book.records or book.records in MAY)
    assert listing.table.model is listing.filterset._meta.model is book.model
    assert (
        listing.default_order.lstrip("-") in listing.orders
        and listing.orders.keys() <= listing.table.columns.keys()
    )
    assert bool(book.about) == (book.group == Group.LEDGERS)
    assert book.keeps_drafts <= bool(book.records) and (not book.given_back_in_demo or book.is_ledger)


@each(books.books())
def test_its_pages_have_addresses(book):
    wanted = ROW_PAGES if book.is_ledger else FORM_PAGES if book.records else LIST_PAGES
    assert {book.url_name(page) for page in wanted} <= URLS.keys()


@each(books.ledgers())
def test_what_comes_later_are_fields_of_its_model(book):
    names = {field.name for field in book.model._meta.fields}
    assert "occurred_on" in book.model.COUNTED_DAYS
    assert {*book.model.COUNTED_DAYS, *book.model.ADDED_LATER, *book.model.PRIVATE_FIELDS} <= names


def test_months_are_counted_anew_for_the_days_by_which_they_count(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgargs FROM pg_trigger WHERE tgname LIKE 'touch\\_%'")
        found = {table: bytes(arguments).decode().split("\0")[:-1] for table, arguments in cursor.fetchall()}
    counted = {model._meta.db_table: list(model.COUNTED_DAYS) for model in books.row_models()}
    assert {table: found[table] for table in counted if table in found} == {
        table: days for table, days in counted.items() if table in found
    }


@each(books.books())
def test_the_table_of_access_says_the_same_verbs(book):
    """tests/test_access.py opens each of these pages with every role."""
    assert ACCESS[book.url_name("list")] == book.listing.verb
    if book.records:
        assert ACCESS[book.url_name("create")] == book.records
    if book.is_ledger:
        assert (ACCESS[book.url_name("edit")], ACCESS[book.url_name("withdraw")]) == (
            book.records,
            "withdraw_row",
        )


# Where it stands


def test_the_index_names_every_ledger(officer, sign_in):
    found = [(one["list"], one["title"]) for one in sign_in(officer).get("/ledgers/").context["books"]]
    assert found == [(book.url("list"), book.title) for book in declared(Group.LEDGERS)]


def test_the_menu_leads_to_every_book(officer):
    request = RequestFactory().get("/")
    request.user = officer
    groups = [[(one["url"], one["label"]) for one in group["entries"]] for group in menu.menu_of(request)]
    for group in Group:
        assert [(book.url("list"), book.title) for book in declared(group)] in groups


@each(books.books())
def test_drafts_of_its_form_are_kept(book, officer, sign_in):
    answer = sign_in(officer).post(f"/ledgers/drafts/{book.draft_name}/", {"note": "x"})
    assert answer.status_code == (200 if book.keeps_drafts else 404)


@each([book for book in books.books() if book.keeps_drafts])
def test_its_draft_stands_on_today(book, officer, sign_in):
    Draft(user=officer, form=book.draft_name).save()
    assert [draft.form for draft in unfinished.unfinished([Draft.objects.get()], officer)] == [
        book.draft_name
    ]


@each([book for book in books.books() if book.keeps_drafts])
def test_the_page_of_its_draft_shows_the_words(book, village, officer, sign_in):
    Draft(user=officer, form=book.draft_name, post=build.keys(village)["post"]).save()
    page = sign_in(officer).get(reverse("ledgers:draft-text", args=[book.draft_name]))
    assert page.context["words"] == []


@each([book for book in books.books() if book.records])
def test_its_form_offers_a_draft(book, village, officer, sign_in):
    page = sign_in(officer).get(book.url("create"), {"household": build.make_household(village).pk})
    assert page.context["form_name"] == (book.draft_name if book.keeps_drafts else "")


@each(books.books())
def test_its_list_offers_a_new_row_and_a_file(book, village, officer, sign_in):
    shown = sign_in(officer).get(book.url("list")).context
    assert shown["new_url"] == (book.url("create") if book.records and book.is_begun_in_list else "")
    assert shown["export_name"] == (book.url_name("list") if book.is_exported else "")


@each(books.books())
def test_its_list_is_written_to_a_file(book, village, officer, sign_in, monkeypatch):
    if not book.is_exported:
        given = {"list": book.url_name("list"), "query": "", "format": "csv"}
        assert sign_in(officer).post("/reports/export/", given).status_code == 400
        return
    job = asked(sign_in(officer), monkeypatch, list=book.url_name("list"), query="", format="csv")
    assert job.state == Job.State.DONE, job.error


@each(books.ledgers())
def test_today_shows_its_last_receipt(book, village, officer, sign_in):
    row = make(book, village, officer)
    assert sign_in(officer).get("/").context["last"] == row


@each(books.ledgers())
def test_its_first_row_of_today_tells_the_arrival(book, village, officer):
    row = make(book, village, officer)
    today = timezone.localdate()
    due = {"due_on": today} if hasattr(row, "due_on") else {}
    type(row).objects.filter(pk=row.pk).update(occurred_on=today, recorded_at=timezone.now(), **due)
    assert arrivals.first_row_of_today(officer, village.pk)


@pytest.mark.turns(3)
@each(books.ledgers())
def test_today_shows_its_rows_given_back(book, village, officer, chief, sign_in):
    row = actions.give_back(make(book, village, officer), "少了地点", by=chief)
    assert sign_in(officer).get("/").context["given_back"] == [row]


@pytest.mark.turns(3)
@each(books.ledgers())
def test_the_board_shows_its_rows_given_back(book, village, officer, chief, sign_in):
    actions.give_back(make(book, village, officer), "少了地点", by=chief)
    client, url = sign_in(chief), f"{book.url('list')}?state=given_back"
    assert [one["count"] for one in client.get("/").context["todo"] if one["url"] == url] == [1]
    assert client.get(url).context["count"] == 1


def recorded(book, village, officer):
    return getattr(build, f"make_{book.stem.partition(':')[2].replace('-', '_')}")(
        village, FEBRUARY, by=officer
    )


@pytest.mark.turns(3)
@each(books.ledgers())
def test_the_board_of_the_chief_shows_what_waits_for_a_review(book, village, officer, chief, clerk, sign_in):
    for _number in range(2):
        recorded(book, village, officer)
    client, url = sign_in(chief), f"{reverse('ledgers:review')}?book={book.draft_name}"
    [line] = [one for one in client.get("/").context["todo"] if one["url"] == url]
    assert line["count"] == client.get(url).context["queue"].count == 2
    assert url not in [one["url"] for one in sign_in(clerk).get("/").context["todo"]]


@each(books.ledgers())
def test_a_verdict_leads_to_the_next_row_that_waits(book, village, officer, chief, sign_in):
    first, second, own = (recorded(book, village, officer) for _number in range(3))
    book.model.objects.filter(pk=own.pk).update(done_by=[officer.pk, chief.pk])  # waits for somebody else
    client = sign_in(chief)
    for row, left, following in ((second, 1, first), (first, 0, None)):
        sent = {"version": str(book.model.objects.get(pk=row.pk).version), "reason": "请补充"}
        answer = client.post(
            f"{row.get_absolute_url()}{'accept' if left else 'give-back'}/", sent, follow=True
        )
        assert answer.context["review"] == {"left": left, "next": following}
    assert client.get(first.get_absolute_url()).context["review"] is None
    assert sign_in(officer).get(f"{first.get_absolute_url()}?reviewed=1").context["review"] is None


@each(books.ledgers())
def test_the_page_that_submits_the_month_shows_its_rows_given_back(book, village, officer, chief):
    row = make(book, village, officer)
    actions.give_back(row, "少了地点", by=chief)
    month, station = calendar.month_of(row.occurred_on), village.memberships.get().post.station
    shown = month_steps._rows(chief, station, month, Row.State.GIVEN_BACK, "")
    assert [one.url.partition("?")[0] for one in shown] == [book.url("list")]


@each([book for book in books.ledgers() if book.model.COUNTED_DAYS])
def test_its_counted_row_keeps_its_village_from_being_abolished_before(book, village, officer):
    make(book, village, officer)
    assert (village.pk, FEBRUARY) in {*saving._days_counted([village.pk], FEBRUARY)}


@each(books.ledgers())
def test_its_row_hangs_on_its_village(book, village, officer):
    make(book, village, officer)
    hangs = hanging.of_villages([village.pk], FEBRUARY)[village.pk]
    assert hangs.rows[str(book.model._meta.verbose_name_plural)]


@each([book for book in books.books() if book.hands_over])
def test_what_it_hands_over_leads_to_its_list(book, village, officer):
    sheet = build.make_handover(build.keys(village)["post"])
    for one in book.hands_over:
        assert f"{book.url('list')}?{one.query}" in [
            url for _name, url in living.lists_of(one.kind, sheet, officer)
        ]


def weight(counts) -> int:
    return sum(one.n for one in counts)


@each([book for book in books.books() if book.hands_over or book.on_board])
def test_what_waits_in_it_is_listed_where_its_village_moves(book, village, officer, bureau):
    """By kind, and the same at the hand-over of the post, whose lists have as many rows."""
    sheet = build.make_handover(build.keys(village)["post"])
    with acting(scope.acting_as(bureau)):
        before = weight(open_work.of_village(village.pk))
    row = make(book, village, officer)
    kinds = {one.kind for one in book.hands_over} - {"returned"}
    if book.is_ledger and not kinds:
        type(row)._base_manager.filter(pk=row.pk).update(state="given_back", reason="补正")
    with acting(scope.acting_as(bureau)), transaction.atomic():
        assert weight(open_work.of_village(village.pk)) > before
    client = PageClient()
    client.force_login(officer)
    with acting(scope.acting_as(officer)), transaction.atomic():
        lines = living.lines(sheet, officer)
    for line in lines:
        listed = [client.get(url).context["count"] for _title, url in line.lists]
        assert not listed or line.now == sum(listed), line


@each([book for book in books.books() if book.village_ends.merged == Fate.GOES_ON])
def test_what_is_open_of_it_goes_on_in_the_successor(book, village, officer):
    row, into = make(book, village, officer), build.make_village(build.keys(village)["post"], "承接村委会")
    Succession.objects.create(village=village, successor=into, kind="merged", day=timezone.localdate())
    type(village).objects.filter(pk=village.pk).update(closed_on=timezone.localdate())
    with acting(HOUSEKEEPING):
        going_on_actions.follow()
    assert type(row)._base_manager.get(pk=row.pk).village == into


@each([book for book in books.books() if book.village_ends.given_up == Fate.ENDS])
def test_what_is_open_of_it_ends_with_its_village(book, village, officer):
    row = make(book, village, officer)
    type(village).objects.filter(pk=village.pk).update(closed_on=timezone.localdate())
    with acting(HOUSEKEEPING):
        going_on_actions.follow()
    assert type(row)._base_manager.get(pk=row.pk).ends_on == timezone.localdate()


@each(books.books())
def test_a_book_says_on_its_model_whether_its_rows_go_on(book):
    assert (book.village_ends.merged == Fate.GOES_ON) == book.model.GOES_ON


@each([book for book in books.books() if book.village_ends.given_up == Fate.TO_MOVE])
def test_what_is_to_be_moved_out_of_an_abolished_village_is_listed(book):
    assert "abolished" in book.listing.filterset.base_filters
    assert any("abolished=on" in work.query for work in book.on_today)


@each(books.ledgers())
def test_the_trail_says_the_filter_of_its_file_in_words(book):
    entry = Entry(detail={"book": book.model._meta.label_lower})
    assert filter_words.in_words(entry, "state=accepted").endswith("审核通过")


def of_any_village(works) -> list:
    """Work that is not about abolished villages (tests/indicators/test_abolished.py has those)."""
    return [work for work in works if "abolished=on" not in work.query]


@pytest.mark.turns(3)
@each([book for book in books.books() if of_any_village(book.on_today)])
def test_today_shows_its_open_work(book, village, officer, sign_in):
    make(book, village, officer)
    check_lines(book, book.on_today, sign_in(officer), "work")


@pytest.mark.turns(6)
@each([book for book in books.books() if of_any_village(book.on_today)])
def test_today_counts_its_open_work_at_the_other_post(book, village, elsewhere, officer, sign_in):
    there = elsewhere.memberships.get().post
    Assignment.objects.create(
        user=officer, role=Role.OFFICER, post=there, starts_on=build.SINCE, is_second=True
    )
    make(book, elsewhere, officer)
    found = {one["url"]: one for one in sign_in(officer).get("/").context["work"]}
    for work in of_any_village(book.on_today):
        _label, query = work.words("")
        assert found[f"{book.url('list')}?{query}"]["elsewhere"] == 1


@pytest.mark.turns(3)
@each([book for book in books.books() if of_any_village(book.on_board)])
def test_the_board_shows_its_open_work(book, village, officer, chief, sign_in):
    make(book, village, officer)
    check_lines(book, book.on_board, sign_in(chief), "todo")


@each([book for book in books.books() if book.on_county])
def test_the_board_of_the_county_shows_its_open_work(book, village, officer, bureau, sign_in):
    make(book, village, officer)
    check_lines(book, book.on_county, sign_in(bureau), "todo")


def check_lines(book, works, client, name) -> None:
    """Each line counts the rows that its link opens."""
    lines = {one["url"]: one["count"] for one in client.get("/").context[name]}
    for work in of_any_village(works):
        _label, query = work.words("")
        url = f"{book.url('list')}?{query}"
        assert lines[url] == client.get(url).context["count"] == 1


def test_open_work_stands_by_its_rank(village, officer, chief, sign_in):
    for book in books.books():
        if book.on_board:
            make(book, village, officer)
    ranks = [one["rank"] for one in sign_in(chief).get("/").context["todo"] if "rank" in one]
    assert ranks == sorted(ranks) and len(ranks) > 3


def test_urgent_work_is_told_instead(village, officer, chief, sign_in, time_machine):
    (book,) = (book for book in books.books() if any(work.urgent for work in book.on_board))
    make(book, village, officer)
    time_machine.move_to("2026-05-20T09:00:00+08:00")
    urgent = [work.urgent.query for work in book.on_board if work.urgent]
    found = [
        one["url"]
        for one in sign_in(chief).get("/").context["todo"]
        if one["url"].startswith(book.url("list"))
    ]
    assert found == [f"{book.url('list')}?{query}" for query in urgent]


@each(books.ledgers())
def test_its_late_reasons_stand_beside_what_is_restated(book, village, officer):
    row = make(book, village, officer)
    book.model.objects.filter(pk=row.pk).update(is_late=True, reason="记错了")
    assert differences.reasons_of([village.pk], FEBRUARY)[village.pk] == [
        f"{book.model._meta.verbose_name}: 记错了"
    ]


@each(books.ledgers())
def test_its_new_row_is_named_where_a_figure_changed(book, village, officer):
    """Behind a figure, and beside what differs from a publication (indicators/causes.py)."""
    since = Moment(timezone.now() - timedelta(hours=1))
    row = make(book, village, officer)
    found = causes.between(officer, [village.pk], (FEBRUARY, FEBRUARY), since).get(village.pk, [])
    assert [one for one in found if row.receipt in one.what]


def drilled_into(book):
    """The indicators whose rows the list of the book has."""
    name = book.url_name("list")
    return [
        one
        for one in CATALOGUE
        if any(drill and drill.url == name for drill in (one.drill, one.drill_of_all))
    ]


@each([book for book in books.ledgers() if drilled_into(book)])
def test_why_a_figure_changed_is_asked_of_its_book(book):
    assert all(book in (why.books_of(one) or []) for one in drilled_into(book))


@each([book for book in books.books() if speaks_of_a_household(book)])
def test_a_household_that_asks_has_its_words_erased(book, village, officer):
    household = build.make_household(village)
    noun = book.stem.partition(":")[2]
    row = getattr(build, f"make_{noun}")(village, household=household, by=officer)
    assert book.draft_name in delete(build.make_data_request(household, officer, kind="delete"), by=officer)
    row.refresh_from_db()
    assert row.erased_on


# The demonstration


def a_plan() -> Plan:
    plan = Plan(date(2026, 3, 20))
    beat = Beat(Post(pk=1), Station(pk=1), [])
    beat.chief = User(pk=9)
    plan.beats.append(beat)
    return plan


def rows_of(model, day: date, number: int) -> list[Row]:
    return [model(pk=key, post_id=1, occurred_on=day) for key in range(1, number + 1)]


@each(books.ledgers())
def test_the_chief_of_the_demonstration_reviews_it(book):
    plan = a_plan()
    plan.rows[book.model] = rows_of(book.model, date(2026, 1, 5), 2)
    plan.rows[book.model] += rows_of(book.model, date(2026, 3, 5), 20)
    review_books(plan)
    states = Counter(row.state for row in plan.rows[book.model])
    assert {row.state for row in plan.rows[book.model][:2]} == {Row.State.ACCEPTED}
    assert states[Row.State.GIVEN_BACK] == book.given_back_in_demo


@each([book for book in books.books() if came_of(book)])
def test_the_demonstration_gives_back_no_row_of_which_another_came(book):
    plan, (whole,) = a_plan(), came_of(book)
    plan.rows[whole] = rows_of(whole, date(2026, 3, 5), 20)
    plan.rows[book.model] = rows_of(book.model, date(2026, 3, 5), 20)
    for before, after in zip(plan.rows[whole], plan.rows[book.model], strict=True):
        setattr(
            after, next(f.attname for f in book.model._meta.fields if f.related_model is whole), before.pk
        )
    review_books(plan)
    assert Row.State.GIVEN_BACK not in {row.state for row in plan.rows[whole]}

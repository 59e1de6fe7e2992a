"""Guard rail 9: every record has a period; a nightly run disposes of what is over and moves no figure."""

import re
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit import history
from audit.models import Entry
from disputes.models import Dispute, Party, Session
from disputes.models.disputes import DELETED, EMPTIED, PARTS
from disputes.models.parts import Part
from indicators.compute import fill_month
from indicators.models import VillageMonth
from indicators.models.months import COUNT_FIELDS
from jobs.models import Job
from ledgers.models import Draft, Row
from policies.acting import HOUSEKEEPING, acting
from referrals.models import Referral
from residents.models import Household, PriorityVisit, Resident, Visit
from retention import disposal
from retention.models import DisposedBatch
from retention.periods import GONE, Then
from retention.table import table
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
OLD = date(2022, 6, 1)  # three years after its year: 31 December 2025
YOUNG = date(2023, 1, 1)


def personal_models():
    for model in apps.get_models():
        if issubclass(model, history.Change):
            continue
        if issubclass(model, Row) or getattr(model, "is_personal", False):
            yield model


def test_every_record_about_villagers_says_how_long_it_is_kept():
    without = {"Pairing"}  # who stood by which household: no words of its own, anonymous with the household
    along = {model for model in personal_models() if issubclass(model, Part)}  # deleted with their dispute
    names = {model._meta.get_field("dispute").remote_field.get_accessor_name() for model in along}
    assert names <= {*DELETED, *EMPTIED}
    kept = [model for model in personal_models() if not hasattr(model, "retention") and model not in along]
    assert {model.__name__ for model in kept} == without


def test_every_free_text_of_a_villager_is_erased_with_it():
    left = {
        f"{model.__name__}.{field.name}"
        for model in personal_models()
        if hasattr(model, "retention") and model.retention.then != Then.DELETE
        for field in model._meta.fields
        if isinstance(field, models.CharField | models.TextField | models.BinaryField) and not field.choices
        and field.name not in (model.retention.erases or (*model.PRIVATE_FIELDS, "reason"))
        and field.name not in ("returned_field", "number_label")  # the name of a field; a number of the post
        and str(field) != "meetings.Meeting.told"  # lines of figures that the village has published
    }  # fmt: skip
    assert left == set()


def test_every_text_of_what_stays_of_a_dispute_is_emptied():
    assert {*DELETED, *EMPTIED} == set(PARTS)
    for name in EMPTIED:
        model = Dispute._meta.get_field(name).related_model
        texts = {
            field.name
            for field in model._meta.fields
            if isinstance(field, models.CharField | models.TextField) and not field.choices
        }
        assert texts == set(model.PRIVATE_FIELDS), model


def test_an_anonymised_dispute_leaves_its_counts_without_words(village, officer):
    on = date(2010, 5, 1)
    dispute = build.make_dispute(
        village, on, officer, handled_on=on, stage="agreed", agreement="written", summary="地界"
    )
    session = build.make_session(dispute, on, claims="甲说越界")
    duty = build.make_duty_of(build.make_terms(dispute, terms="立桩"), on, what="立桩", state="performed",
                              settled_on=on)  # fmt: skip
    Party(dispute=dispute, side="A", name="王测试").save()
    session.claims = "甲说越界一米"
    session.save()
    assert disposal.dispose()["disputes.dispute"] == 1
    session.refresh_from_db(), duty.refresh_from_db()
    assert (session.claims, duty.what, duty.agreement.terms) == (GONE, GONE, GONE)
    assert not Party.objects.exists() and duty.settled_on == on
    assert not history.changes_model(Session).objects.filter(claims__contains="甲说").exists()


def test_the_text_of_old_rows_is_erased_and_the_count_stays(village, officer):
    old = build.make_visit(village, OLD, officer, note="说了家里的事")
    young = build.make_visit(village, YOUNG, officer, note="说了家里的事")
    assert disposal.dispose()["residents.visit"] == 1
    old.refresh_from_db(), young.refresh_from_db()
    assert (old.note, old.erased_on, old.talks) == (GONE, date(2026, 3, 20), 1)
    assert (young.note, young.erased_on) == ("说了家里的事", None)


def test_every_book_is_disposed_of(village, officer):
    rows = [
        build.make_service(
            village, OLD, officer, kind="donation", yuan=5, first_signature="王甲", second_signature="李乙", note="送米"
        ),
        build.make_request(village, OLD, officer, asked="要修路"),
        build.make_patrol(village, OLD, officer, note="看见王甲"),
        build.make_dispute(
            village, date(2014, 5, 1), officer, summary="王甲与李乙", result="赔偿",
            handled_on=date(2014, 6, 1), stage="agreed", agreement="oral",
        ),
    ]  # fmt: skip
    disposal.dispose()
    for row in rows:
        row.refresh_from_db()
        text = " ".join(str(getattr(row, name)) for name in row.PRIVATE_FIELDS)
        assert row.erased_on and "王甲" not in text and "要修路" not in text and "赔偿" not in text


def test_an_open_dispute_is_never_erased(village, officer):
    row = build.make_dispute(village, date(2010, 5, 1), officer, summary="地界")
    disposal.dispose()
    row.refresh_from_db()
    assert row.summary == "地界"


def test_the_history_forgets_what_was_erased(village, officer):
    old = build.make_visit(village, OLD, officer, note="第一次的话")
    Visit.objects.filter(pk=old.pk).update(note="第二次的话")
    changes = history.changes_model(Visit).objects.filter(pgh_obj=old.pk)
    assert changes.count() == 1
    disposal.dispose()
    assert changes.count() == 0


def test_the_history_of_a_row_that_stands_is_not_forgotten(village, officer):
    row = build.make_visit(village, by=officer, note="原来")
    Visit.objects.filter(pk=row.pk).update(note="改过")
    with pytest.raises(DatabaseError, match="stands with its words"), transaction.atomic():
        disposal.forget(Visit, [row.pk])
    assert history.changes_model(Visit).objects.filter(pgh_obj=row.pk).count() == 1
    with (
        pytest.raises(DatabaseError, match="no history"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT retention_forget('audit_entry', %s)", [[row.pk]])


def test_the_texts_that_are_emptied_while_a_row_stands_are_its_private_ones(db):
    """The database knows them by itself (retention/sql/forget.sql)."""
    private = {Household: ["note"], PriorityVisit: ["reason"], Referral: list(Referral.PRIVATE_FIELDS)}
    for model in apps.get_models():
        with connection.cursor() as cursor:
            cursor.execute("SELECT retention_emptied_standing(%s)", [model._meta.db_table])
            assert cursor.fetchone()[0] == private.get(model)


def test_a_household_that_left_is_anonymous_a_year_later(village):
    household = build.make_household(
        village, householder="王老五", phone="13900000000", closed_on=date(2025, 3, 19)
    )
    build.make_resident(household, name="王小五")
    later = build.make_household(village, closed_on=date(2025, 3, 21))
    disposal.dispose()
    household.refresh_from_db()
    assert (household.householder, household.pinyin, household.members) == (GONE, GONE, 3)
    assert (household.phone, household.phone_index) == ("", None)
    assert not Resident.objects.filter(household=household).exists()
    assert Household.objects.get(pk=later.pk).householder == "王测试"


def test_somebody_who_moved_away_is_deleted_a_year_later(village):
    household = build.make_household(village)
    gone = build.make_resident(household, left_on=date(2025, 3, 1))
    left = build.make_resident(household)
    disposal.dispose()
    assert list(Resident.objects.all()) == [left] and gone.pk


def test_a_priority_visit_is_deleted_a_year_after_it_expired(village, officer, chief):
    old = build.make_priority(
        village,
        officer,
        state="approved",
        approver=chief,
        decided_on=date(2024, 10, 1),
        expires_on=date(2025, 3, 1),
    )
    young = build.make_priority(
        village,
        officer,
        state="approved",
        approver=chief,
        decided_on=date(2025, 10, 1),
        expires_on=date(2026, 3, 1),
    )
    disposal.dispose()
    assert list(PriorityVisit.objects.all()) == [young] and old.pk


def test_drafts_and_finished_jobs_go_too(officer, village, time_machine):
    Draft.objects.create(user=officer, post=officer.assignments.get().post, form="residents.visit", data={})
    Job.objects.create(task="none", title="无", by=officer, params={"query": "q=王"})
    time_machine.move_to("2026-04-21T09:00:00+08:00")
    disposal.dispose()
    assert (Draft.objects.count(), Job.objects.count()) == (0, 1)
    time_machine.move_to("2026-09-24T09:00:00+08:00")
    disposal.dispose()
    assert Job.objects.count() == 0


def test_no_figure_of_an_old_month_changes(village, officer):
    month = OLD.replace(day=1)
    household = build.make_household(village, closed_on=date(2024, 1, 1))
    build.make_visit(village, OLD, officer, household=household, note="话", is_priority=True)
    build.make_service(village, OLD, officer, quantity=3)
    build.make_request(village, OLD, officer, household=household, told_back_on=OLD)
    build.make_patrol(village, OLD, officer)
    build.make_dispute(village, date(2012, 6, 1), officer, handled_on=date(2012, 6, 5), stage="failed")

    def figures():
        for one in (month, date(2012, 6, 1)):
            fill_month(one)
        return list(VillageMonth.objects.order_by("month").values_list("month", *COUNT_FIELDS))

    before = figures()
    assert sum(disposal.dispose().values()) >= 5
    assert figures() == before


def test_the_log_tells_how_many_and_names_nobody(village, officer):
    for _again in range(5):
        build.make_visit(village, OLD, officer, note="王甲说了")
    disposal.dispose(batch=2)
    assert list(DisposedBatch.objects.order_by("pk").values_list("book", "rows", "until")) == [
        ("residents.visit", 2, YOUNG), ("residents.visit", 2, YOUNG), ("residents.visit", 1, YOUNG),
    ]  # fmt: skip
    assert Entry.objects.get(action="dispose").detail == {"book": "residents.visit", "rows": 5}


def test_a_night_reads_no_row_twice(village, officer):
    for _again in range(4):
        build.make_visit(village, OLD, officer, note="话")
    with CaptureQueriesContext(connection) as queries:
        disposal.dispose(batch=2)
    taken = [one["sql"] for one in queries if "residents_visit" in one["sql"] and "SKIP LOCKED" in one["sql"]]
    first, second, third = (re.search(r'"residents_visit"."id" > (\d+)', sql) for sql in taken)
    keys = list(Visit.objects.order_by("pk").values_list("pk", flat=True))
    assert first is None and [int(one[1]) for one in (second, third)] == [keys[1], keys[3]]


def test_a_second_run_finds_nothing(village, officer):
    build.make_visit(village, OLD, officer, note="话")
    assert disposal.dispose() and disposal.dispose() == {}


def test_a_county_lengthens_a_period_but_not_below_the_law(village, officer, settings):
    build.make_visit(village, OLD, officer, note="话")
    settings.RETENTION_DAYS = {"residents.visit": 3_650}
    assert disposal.dispose() == {}
    settings.RETENTION_DAYS = {"audit.entry": 183}
    with pytest.raises(ImproperlyConfigured):
        disposal.days_set(Entry, disposal.rule_of(Entry))
    settings.RETENTION_DAYS = {"audit.entry": 184}
    assert disposal.days_set(Entry, disposal.rule_of(Entry)) == 184


def test_the_trail_is_kept_longer_than_six_months(village, officer):
    assert disposal.rule_of(Entry).shortest >= 184 == disposal.rule_of(Entry).at_least
    Entry.objects.bulk_create([Entry(action="read", at=timezone.now() - timedelta(days=4_000))])
    disposal.dispose()
    assert Entry.objects.filter(action="read").exists()


def test_the_table_of_periods_speaks_chinese():
    """Every record, period, day and reason: fields without a name for people would speak English."""
    lines = table()
    words = [
        getattr(line, name) for line in lines for name in ("record", "period", "runs_from", "then", "why")
    ]
    assert lines and [one for one in words if re.search("[A-Za-z]{2}", one)] == []


@pytest.mark.parametrize(
    ("role", "status"), [("bureau", 200), ("auditor", 200), ("officer", 403), ("chief", 403)]
)
def test_the_county_and_the_auditor_read_the_table_and_the_log(role, status, village, sign_in, request):
    officer = request.getfixturevalue("officer")
    build.make_visit(village, OLD, officer, note="话")
    disposal.dispose()
    page = sign_in(request.getfixturevalue(role)).get("/ledgers/retention/")
    assert page.status_code == status
    if status == 200:
        assert "2026-03-20" in page.content.decode()


def test_an_erased_row_says_so_and_is_not_changed_any_more(village, officer, sign_in):
    row = build.make_visit(village, OLD, officer, note="话")
    disposal.dispose()
    page = sign_in(officer).get(row.get_absolute_url()).content.decode()
    assert "2026-03-20" in page and f"/residents/visits/{row.pk}/edit/" not in page


def test_housekeeping_has_just_the_rights_for_it(village, officer, chief):
    build.make_visit(village, OLD, officer, note="话")
    household = build.make_household(village, closed_on=date(2024, 1, 1))
    build.make_resident(household)
    build.make_resident(build.make_household(village), left_on=date(2024, 1, 1))
    build.make_priority(
        village,
        officer,
        state="approved",
        approver=chief,
        decided_on=date(2024, 1, 1),
        expires_on=date(2024, 3, 1),
    )
    Draft.objects.create(user=officer, post=officer.assignments.get().post, form="residents.visit", data={})
    Draft.objects.update(saved_at="2026-01-01T00:00:00+08:00")
    job = Job.objects.create(task="none", title="无", by=officer)
    Job.objects.filter(pk=job.pk).update(asked_at="2025-01-01T00:00:00+08:00")
    with acting(HOUSEKEEPING):
        found = disposal.dispose()
    assert set(found) == {
        "residents.visit", "residents.household", "residents.resident", "residents.priorityvisit",
        "ledgers.draft", "jobs.job",
    }  # fmt: skip


@pytest.mark.parametrize("change", [{"erased_on": None}, {"erased_on": date(2026, 1, 1)}, {"note": "又来了"}])
def test_what_was_erased_stays_erased_whoever_writes(village, officer, change):
    """Else a row is called erased for a moment, and its history is let go."""
    old = build.make_visit(village, OLD, officer, note="说了家里的事")
    disposal.dispose()
    with pytest.raises(IntegrityError, match="erased"), transaction.atomic():
        Visit.objects.filter(pk=old.pk).update(**change)
    assert Visit.objects.filter(pk=old.pk).update(is_late=True) == 1


def test_a_row_in_which_something_is_left_is_not_called_erased(village, officer):
    household = build.make_household(village, phone="15400001234")
    visit = build.make_visit(village, by=officer, note="说了家里的事")
    for row in (household, visit):
        with pytest.raises(IntegrityError, match="nothing stands in it"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(erased_on=date(2026, 3, 20))


def test_an_anonymous_household_gets_no_name_again(village):
    household = build.make_household(village, phone="15400001234", closed_on=date(2025, 3, 19))
    disposal.dispose()
    for change in (
        {"householder": "王老五"},
        {"is_hardship": True},
        {"phone_index": b"x"},
        {"erased_on": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Household.objects.filter(pk=household.pk).update(**change)


def test_every_model_whose_rows_are_emptied_has_the_trigger(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'pgtrigger_stays_erased_%'"
        )
        watched = {table for (table,) in cursor.fetchall()}
    emptied = {
        model._meta.db_table for model, rule in disposal.rules() if rule.then in (Then.ERASE, Then.ANONYMISE)
    }
    assert watched == emptied and "residents_visit" in emptied


def test_the_pages_offer_and_do_nothing_that_an_erased_row_can_not_take(village, officer, chief, sign_in):
    visit = build.make_visit(village, OLD, officer, note="话")
    asked = build.make_request(village, OLD, officer, asked="要修路")
    household = build.make_household(village, closed_on=date(2025, 3, 1))
    disposal.dispose()
    assert "give-back" not in sign_in(chief).get(visit.get_absolute_url()).content.decode()
    again = sign_in(chief).post(visit.get_absolute_url() + "give-back/", {"reason": "补充"})
    assert again.status_code == 422
    client = sign_in(officer)
    assert "/answer/" not in client.get(asked.get_absolute_url()).content.decode()
    assert client.post(asked.get_absolute_url() + "answer/", build.ANSWER).status_code == 422
    assert "/edit/" not in client.get(household.get_absolute_url()).content.decode()
    facts = {"number": "1", "householder": "王测试", "members": "3", "children_under_14": "0", "phone": ""}
    assert client.post(household.get_absolute_url() + "edit/", facts).status_code == 422


def test_a_withdrawn_dispute_that_was_never_closed_is_erased_too(village, officer):
    row = build.make_dispute(village, date(2010, 5, 1), officer, summary="王甲与李乙", state="withdrawn")
    disposal.dispose()
    row.refresh_from_db()
    assert row.erased_on and row.summary == GONE

"""A sheet of accounts: opened without a right, roles confirmed on one page, taken back whole while unused."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from access import scope
from accounts import confirming
from accounts.models import Confirmation, User
from administration import proposals
from administration.models import Proposal
from audit.models import Entry
from imports import actions
from imports.models import Import
from policies.acting import acting
from posts.models import Assignment, Post
from tests import build
from tests.imports.sheet_files import text

pytestmark = pytest.mark.usefixtures("in_march", "village")
HEADINGS = ("姓名", "账号", "角色", "派出所", "警务室", "民族")
ROWS = (
    ("王建国", "", "民警", "试验派出所", "试验警务室", "汉"),
    ("王建国", "wang2", "辅警", "", "试验", ""),
    ("李所长", "Lisuo", "所长", "试验派出所", "", ""),
    ("赵内勤", "zhao", "文职", "试验派出索", "", ""),
    ("孙县局", "sun", "县局", "", "", ""),
    ("周无职", "zhou", "", "", "", ""),
)
CLASH = ("吴重名", "wang2", "辅警", "", "试验警务室", "")


def brought_in(by, rows=ROWS, headings=HEADINGS):
    """The sheet, uploaded and checked as the person."""
    with acting(scope.acting_as(by)):
        owner = actions.upload("人员.csv", text((headings, *rows)), by=by)
        owner = actions.choose_columns(owner, owner.columns, by=by, since=None)
        return actions.check(owner, by=by)


def taken_over(owner, by, with_doubtful=True):
    """The import after its commit, and the codes: ``{account: code}``."""
    codes = {}
    with acting(scope.acting_as(by)):
        if with_doubtful:
            doubtful = owner.lines.filter(state="doubtful").values_list("pk", flat=True)
            actions.tick(owner, list(doubtful), by=by)
            owner.refresh_from_db()
        actions.commit(owner, by=by, hand_out=lambda user, code, place: codes.update({user.username: code}))
    return Import.objects.get(pk=owner.pk), codes


def faults(owner):
    return {line.number: (line.state, [(one["field"], one["text"]) for one in line.faults])
            for line in owner.lines.all()}  # fmt: skip


def test_every_line_is_checked_with_its_reason(administrator):
    owner = brought_in(administrator)
    found = faults(owner)
    assert [found[row][0] for row in range(2, 8)] == ["good", "doubtful", "good", "refused", "good", "good"]
    assert found[5][1][0][0] == "station" and "试验派出所" in found[5][1][0][1]
    assert owner.forbidden.keys() == {"民族"} and owner.columns["账号"] == "account"
    assert not User.objects.filter(username="zhou").exists()


def test_an_account_stands_once_in_the_sheet_and_once_in_the_system(administrator, officer):
    rows = (*ROWS[1:2], CLASH, ("郑在册", "OFFICER", "", "", "", ""))
    found = faults(brought_in(administrator, rows))
    assert found[2][0] == "good" and found[3][1][0][0] == "account" and found[4][1][0][0] == "account"


def test_accounts_are_made_of_names_and_each_is_another(administrator):
    build.make_user("wangjianguo", None)
    _owner, codes = taken_over(brought_in(administrator), administrator)
    assert {"wangjianguo2", "wang2", "lisuo", "sun", "zhou"} == codes.keys() and len(set(codes.values())) == 5


def test_the_accounts_have_no_right_before_the_roles_are_granted(administrator, grantor):
    owner, _codes = taken_over(brought_in(administrator), administrator)
    assert not Assignment.objects.filter(user__username="lisuo").exists()
    proposal = Proposal.objects.get(pk=owner.counts["proposal"])
    left_out = proposal.lines.get(user__username="sun")
    with acting(scope.acting_as(grantor)):
        granted = [line.pk for line in proposal.lines.exclude(pk=left_out.pk)]
        assert proposals.decide(proposal, granted, by=grantor) == 3
    roles = dict(Assignment.objects.filter(user__confirmed_at=None).values_list("user__username", "role"))
    assert roles == {"wangjianguo": "officer", "wang2": "auxiliary", "lisuo": "chief"}
    assert Assignment.objects.get(user__username="wangjianguo").is_responsible


def test_the_proposal_is_decided_once_and_by_the_grant_administrator_alone(administrator, grantor, sign_in):
    owner, _codes = taken_over(brought_in(administrator), administrator)
    address = f"/account/proposals/{owner.counts['proposal']}/"
    assert sign_in(administrator).post(address, {}).status_code == 403
    client, proposal = sign_in(grantor), Proposal.objects.get()
    lines = list(proposal.lines.values_list("pk", flat=True))
    assert "王建国" in client.get(address).content.decode()
    sent = {"line": lines, "version": proposal.version}
    assert client.post(address, sent).status_code == 302
    assert (
        client.post(address, sent).status_code == 409 and Assignment.objects.filter(role="chief").count() == 1
    )


def test_a_role_that_can_not_be_granted_is_named_and_nothing_is_granted(administrator, grantor):
    owner, _codes = taken_over(brought_in(administrator), administrator)
    proposal = Proposal.objects.get(pk=owner.counts["proposal"])
    build.assign(User.objects.get(username="sun"), "county", proposal.county)
    with acting(scope.acting_as(grantor)), pytest.raises(ValidationError, match="孙县局"):
        proposals.decide(proposal, list(proposal.lines.values_list("pk", flat=True)), by=grantor)
    assert not Assignment.objects.filter(role="chief").exists()


def test_unused_accounts_are_taken_back_whole(administrator):
    owner, _codes = taken_over(brought_in(administrator), administrator)
    with acting(scope.acting_as(administrator)):
        assert actions.withdraw(owner, by=administrator) == {"accounts": 5}
    assert not User.objects.filter(username__in=["lisuo", "zhou"]).exists()
    assert Proposal.objects.get().state == "withdrawn" and not Confirmation.objects.exists()


def test_a_sheet_whose_bringer_left_is_withdrawn_by_another_administrator(administrator, county, sign_in):
    owner, _codes = taken_over(brought_in(administrator), administrator)
    colleague = build.make_user("colleague", "administrator", county)
    elsewhere = build.make_user("other-admin", "administrator", build.make_county("另县", code="990902"))
    page, url = f"/imports/{owner.pk}/", f"/imports/{owner.pk}/withdraw/"
    assert url not in sign_in(colleague).get(page).content.decode()
    assert sign_in(colleague).post(url).status_code in (403, 422)
    administrator.assignments.update(ends_on=timezone.localdate() - timezone.timedelta(days=1))
    assert sign_in(elsewhere).get(page).status_code == 404
    assert f"/imports/{owner.pk}/" in sign_in(colleague).get("/imports/").content.decode()
    assert url in sign_in(colleague).get(page).content.decode()
    assert sign_in(colleague).post(url, {"version": owner.version}).status_code == 302
    owner.refresh_from_db()
    assert owner.state == "withdrawn" and not User.objects.filter(username__in=["lisuo", "zhou"]).exists()


@pytest.mark.parametrize("use", ["signed in", "granted", "late"])
def test_used_accounts_stay(administrator, grantor, use, time_machine):
    owner, _codes = taken_over(brought_in(administrator), administrator)
    if use == "signed in":
        User.objects.filter(username="lisuo").update(last_login=timezone.now())
    elif use == "granted":
        proposal = Proposal.objects.get()
        proposals.decide(proposal, list(proposal.lines.values_list("pk", flat=True)), by=grantor)
    else:
        time_machine.shift(8 * 86_400)
    with acting(scope.acting_as(administrator)), pytest.raises(ValidationError):
        actions.withdraw(owner, by=administrator)
    assert User.objects.filter(username="zhou").exists()


def test_the_slips_are_shown_once(administrator, sign_in):
    client = sign_in(administrator)
    client.post("/imports/new/", {"file": SimpleUploadedFile("人员.csv", text((HEADINGS, *ROWS)))})
    owner = Import.objects.get()
    chosen = {f"column{place}": owner.columns.get(heading, "") for place, heading in enumerate(HEADINGS)}
    client.post(f"/imports/{owner.pk}/columns/", chosen | {"version": owner.version})
    owner.refresh_from_db()
    sent = {"version": owner.version, "client_key": "6f1f0f5e-7f3c-4c4e-9c8e-000000000001"}
    shown = client.post(f"/imports/{owner.pk}/take-over/", sent, headers={"Sent-By-Script": "yes"})
    assert shown["Saved"] == "yes"
    code = next(one["password"] for one in shown.context["slips"] if one["person"].username == "lisuo")
    assert code in shown.content.decode() and shown["Cache-Control"] == "no-store"
    again = client.post(f"/imports/{owner.pk}/take-over/", sent)
    assert again.status_code == 302 and code not in again.content.decode()
    page = client.get(again["Location"]).content.decode()
    assert "只显示一次" in page and f"/imports/{owner.pk}/slips/" in page
    assert User.objects.with_hash().get(username="lisuo").check_password(code)


def test_a_code_of_a_slip_opens_the_page_of_passwords(administrator, client):
    _owner, codes = taken_over(brought_in(administrator), administrator)
    typed = {"username": "lisuo", "code": codes["lisuo"]}
    password = {"new_password1": "three green kettles", "new_password2": "three green kettles"}
    assert client.post("/account/activate/", typed | password).status_code == 302
    assert not confirming.waits_for_code(User.objects.get(username="lisuo"))


def test_whoever_opens_no_accounts_brings_no_sheet_of_them_in(officer, grantor):
    assert actions.kinds.for_person(grantor) is None
    owner = brought_in(officer, (("试验村", "1号", "王建国"),), ("村", "门牌号", "户主"))
    assert owner.kind == "households"


def test_new_slips_for_all_who_have_not_used_theirs(administrator, sign_in, client):
    """After a lost answer nobody has seen a code; what was used stays used, what was given before opens nothing."""
    owner, codes = taken_over(brought_in(administrator), administrator)
    confirming.activate(User.objects.get(username="zhou"), "three green kettles")
    admin = sign_in(administrator)
    assert "4" in admin.get(f"/imports/{owner.pk}/slips/").content.decode()
    shown = admin.post(f"/imports/{owner.pk}/slips/", {"version": owner.version})
    new = {one["person"].username: one["password"] for one in shown.context["slips"]}
    assert new.keys() == codes.keys() - {"zhou"} and shown["Cache-Control"] == "no-store"
    page = shown.content.decode()
    assert "试验派出所" in page and "http://testserver/" in page
    assert not set(new.values()) & set(codes.values())
    typed = {
        "username": "lisuo",
        "new_password1": "three green kettles",
        "new_password2": "three green kettles",
    }
    assert client.post("/account/activate/", typed | {"code": codes["lisuo"]}).status_code == 422
    assert client.post("/account/activate/", typed | {"code": new["lisuo"]}).status_code == 302
    assert Entry.objects.get(action="hand_out_again").detail["accounts"] == 4
    stale = admin.post(f"/imports/{owner.pk}/slips/", {"version": owner.version})
    assert stale.status_code == 409


def test_nobody_else_makes_slips_of_a_sheet(administrator, grantor, bureau, post, sign_in):
    owner, _codes = taken_over(brought_in(administrator), administrator)
    colleague = build.make_user("colleague", "administrator", post.station.county)
    for by, status in ((grantor, 403), (bureau, 403), (colleague, 403)):
        assert sign_in(by).post(f"/imports/{owner.pk}/slips/").status_code == status


def test_who_was_left_out_is_named_and_offered_again(administrator, grantor, sign_in):
    taken_over(brought_in(administrator), administrator)
    proposal, client = Proposal.objects.get(), sign_in(grantor)
    left = proposal.lines.get(user__username="sun")
    ticked = [line.pk for line in proposal.lines.exclude(pk=left.pk)]
    address = proposal.get_absolute_url()
    told = client.post(address, {"line": ticked}, follow=True).content.decode()
    assert "1 人未授权" in told and address in told  # on the list of accounts
    page = client.get(address).content.decode()
    assert f'value="{left.pk}"' in page and f'value="{ticked[0]}"' not in page
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"line": [left.pk]}).status_code == 302
    assert Assignment.objects.get(user__username="sun").role == "county"
    assert address not in client.get("/account/list/").content.decode()


ROLE_ROWS = (
    (("张辅", "", "辅警", "试验派出所", "试验", "", "是"), "responsible", "doubtful"),
    (("张民", "", "民警", "试验派出所", "试验", "", "不清楚"), "responsible", "doubtful"),
    (("张警", "", "民警", "试验派出所", "试验", "990101199001010018", ""), "badge", "refused"),
    (("张所", "", "民警", "别处派出所", "试验警务室", "", ""), "post", "refused"),
    (("", "", "民警", "试验派出所", "试验", "", ""), "name", "refused"),
)


@pytest.mark.parametrize(("row", "column", "state"), ROLE_ROWS)
def test_what_would_come_to_nothing_is_told_once_and_at_its_column(
    administrator, elsewhere, row, column, state
):
    Post.objects.filter(station__name="别处派出所").update(name="别处警务室")
    headings = ("姓名", "账号", "角色", "派出所", "警务室", "警号", "主责")
    line = brought_in(administrator, (row,), headings).lines.get()
    assert (line.state, {one["field"] for one in line.faults}) == (state, {column})
    if column == "post":
        assert "属于试验派出所" in line.faults[0]["text"]

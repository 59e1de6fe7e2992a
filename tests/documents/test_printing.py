"""The pages of a dispute's papers: who prints what, and what the trail says of it."""

import pytest

from access.rights import may
from access.roles import Role, codes
from audit.models import Entry
from disputes.models import Dispute
from documents import catalogue, compiling, filling, papers
from documents.cases import Case
from tests import build
from tests.documents import pdf
from tests.documents.bodies import make_whole
from tests.documents.test_forms import words

pytestmark = pytest.mark.usefixtures("in_march")


def test_the_page_of_a_dispute_leads_to_its_papers_and_these_to_every_form(village, officer, sign_in):
    dispute = make_whole(village, officer)
    client = sign_in(officer)
    address = f"/papers/disputes/{dispute.pk}/"
    assert address in client.get(dispute.get_absolute_url()).content.decode()
    page = client.get(address).content.decode()
    for paper in ("acceptance", "minutes", "agreement"):
        for kind in ("pdf", "docx"):
            assert f"{address}{paper}/{kind}/?n=1" in page


def test_a_paper_bears_the_number_of_its_entry_on_the_trail(village, officer, sign_in):
    dispute = make_whole(village, officer)
    answer = sign_in(officer).get(f"/papers/disputes/{dispute.pk}/minutes/pdf/")
    entry = Entry.objects.get(action="print")
    assert (entry.subject_id, entry.detail) == (dispute.pk, {"form": "人民调解记录", "format": "pdf"})
    assert f"打印编号 {entry.pk}" in pdf.text(answer.content)
    assert answer["Content-Type"] == "application/pdf" and answer["Cache-Control"] == "no-store"


def test_the_whole_file_is_one_printing(village, officer, sign_in):
    dispute = make_whole(village, officer)
    answer = sign_in(officer).get(f"/papers/disputes/{dispute.pk}/file/pdf/")
    assert len(pdf.pages(answer.content)) > 10
    assert Entry.objects.get(action="print").detail["form"] == "人民调解卷宗"


@pytest.mark.parametrize(
    "address", ["file/docx", "nothing/pdf", "minutes/odt", "minutes/pdf/?n=2", "minutes/docx/?n=0"]
)
def test_what_is_no_paper_does_not_exist_and_leaves_no_entry(address, village, officer, sign_in):
    dispute = make_whole(village, officer)
    path = f"/papers/disputes/{dispute.pk}/{address}"
    assert sign_in(officer).get(path if "?" in path else f"{path}/").status_code == 404
    assert not Entry.objects.filter(action="print").exists()


@pytest.mark.parametrize("role", ["county", "leader"])
def test_who_sees_no_names_prints_no_paper(role, village, officer, person_of, sign_in):
    dispute = make_whole(village, officer)
    client = sign_in(person_of(role))
    assert client.get(f"/papers/disputes/{dispute.pk}/minutes/pdf/").status_code == 403
    assert "/papers/disputes/" not in client.get(dispute.get_absolute_url()).content.decode()


PHONE, NAME = "13900000001", "曾小明"
OF_EACH = {"people": "village", "police": "police", "spot": "police"}  # procedure -> host


@pytest.mark.turns(2)
def test_no_paper_tells_more_than_the_page_masks(village, officer, person_of, sign_in):
    """Every paper of every procedure, of each role: no telephone on any, and no name for who sees none."""
    rows = [make_whole(village, officer, procedure=one, host=host) for one, host in OF_EACH.items()]
    files = {row.pk: catalogue.fitting(row) for row in rows}
    for role in codes(lambda row: True):
        who = person_of(role)
        for row in rows:
            case = Case.of(row, who)
            made = [papers.pdf(files[row.pk], case, "")] if may(who, "print_papers") else []
            said = [pdf.text(content) for content in made]
            for form in files[row.pk]:
                facts = catalogue.offered(form, case)
                said.append(str([filling.filled(form.layout, one) for one in facts]))
                said.append(str(facts))
            assert PHONE not in "".join(said), (role, row.procedure)
            assert (NAME in "".join(said)) == may(who, "see_names"), (role, row.procedure)
    docx = sign_in(officer).get(f"/papers/disputes/{rows[0].pk}/acceptance/docx/").content
    assert NAME in words(docx) and PHONE not in words(docx)


def test_a_police_mediation_has_the_papers_of_the_police_alone(village, officer, sign_in):
    client = sign_in(officer)
    for procedure, own, foreign in (
        ("police", "police_agreement", ("agreement", "confirmation", "on_the_spot", "cover")),
        ("spot", "on_the_spot", ("agreement", "minutes", "police_agreement", "notice")),
        ("people", "agreement", ("police_agreement", "on_the_spot", "police_cover")),
    ):
        row = make_whole(village, officer, procedure=procedure, host=OF_EACH[procedure])
        address = f"/papers/disputes/{row.pk}/"
        page = client.get(address).content.decode()
        title = catalogue.FILE_TITLES[procedure]
        assert title in page and f"{address}{own}/pdf/" in page
        for code in foreign:
            assert f"{address}{code}/pdf/" not in page
            assert client.get(f"{address}{code}/pdf/").status_code == 404
        text = pdf.text(client.get(f"{address}file/pdf/").content).replace(" ", "")
        assert title in text and catalogue.BY_CODE[own].title in text
        assert ("人民调解" in text) == ("司法确认" in text) == (procedure == "people")
        assert Entry.objects.filter(action="print").latest("pk").detail["form"] == title
    told = build.make_dispute(village, by=officer, procedure="told")
    assert client.get(f"/papers/disputes/{told.pk}/").status_code == 404
    assert "/papers/disputes/" not in client.get(told.get_absolute_url()).content.decode()


@pytest.mark.parametrize("role", ["officer", "chief", "auxiliary", "clerk"])
def test_a_protected_dispute_has_no_papers_of_mediation(role, village, officer, person_of, sign_in):
    dispute = make_whole(
        village, officer, kind="marriage", violence="yes", procedure="protected", is_protected=True
    )
    answer = sign_in(person_of(role)).get(f"/papers/disputes/{dispute.pk}/acceptance/pdf/")
    assert answer.status_code == 404
    assert not Entry.objects.filter(action="print").exists()


def test_a_dispute_of_another_station_does_not_exist(elsewhere, stranger, officer, sign_in):
    dispute = make_whole(elsewhere, stranger)
    assert sign_in(officer).get(f"/papers/disputes/{dispute.pk}/acceptance/pdf/").status_code == 404


def test_a_paper_that_can_not_be_made_says_so_and_is_not_on_the_trail(village, officer, sign_in, monkeypatch):
    def fails(*args):
        raise compiling.Unprintable("too much")

    dispute = make_whole(village, officer)
    monkeypatch.setattr(papers, "one_pdf", fails)
    answer = sign_in(officer).get(f"/papers/disputes/{dispute.pk}/minutes/pdf/")
    assert answer.status_code == 503 and "印" in answer.content.decode()
    assert not Entry.objects.filter(action="print").exists()


def test_an_auxiliary_prints_at_the_own_post(village, officer, person_of, sign_in):
    dispute = make_whole(village, officer)
    assert (
        sign_in(person_of(Role.AUXILIARY)).get(f"/papers/disputes/{dispute.pk}/notice/pdf/").status_code
        == 200
    )


def test_looking_at_the_list_of_papers_is_a_read(village, officer, sign_in):
    dispute = build.make_dispute(village, by=officer)
    sign_in(officer).get(f"/papers/disputes/{dispute.pk}/")
    read = Entry.objects.filter(action="read", subject_type=Dispute._meta.label_lower)
    assert [entry.subject_id for entry in read] == [dispute.pk]

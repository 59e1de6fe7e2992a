"""A county's own DOCX templates: refused with the place of the fault, kept as versions, used for its own disputes."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from audit.models import Entry
from documents import actions, catalogue, docx_check, docx_needed, papers
from documents.cases import Case
from documents.docx_names import known_of
from documents.docx_needed import needed
from documents.models import FormTemplate
from posts.models import County
from tests.documents.bodies import make_whole
from tests.documents.test_forms import words

pytestmark = pytest.mark.usefixtures("in_march")
FORM = catalogue.BY_CODE["acceptance"]
KNOWN = known_of(FORM.facts)


def template(*paragraphs: str) -> bytes:
    file = Document()
    for text in paragraphs:
        file.add_paragraph(text)
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


def whole(*paragraphs: str) -> bytes:
    """A template that names in its head what the form needs, and has these paragraphs."""
    file = Document(io.BytesIO(template(*paragraphs)))
    marks = [fact for fact in needed(FORM) if not fact.startswith("parties.")]
    head = " ".join(f"{{{{ {fact} }}}}" for fact in marks)
    loop = "{% for one in parties %}{{ one.name }}{% endfor %}"
    file.sections[0].header.paragraphs[0].text = f"{head} {loop}"
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


def with_part(content: bytes, name: str, part: bytes, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The package with one part added or replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", compression) as new:
        for item in old.infolist():
            if item.filename != name:
                new.writestr(item, old.read(item))
        new.writestr(name, part)
    return target.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(ValidationError) as found:
        docx_check.check(content, KNOWN)
    return "\n".join(found.value.messages)


@pytest.mark.parametrize("form", catalogue.BY_CODE.values(), ids=lambda form: form.code)
def test_the_own_template_of_each_form_passes_the_check(form):
    docx_check.check(papers.default_of(form), known_of(form.facts), needed(form))


@pytest.mark.parametrize(
    ("mark", "named"),
    [
        ("{{ nam }}", "nam"),
        ("{{ paper.secret }}", "paper.secret"),
        ("{{ summary.__class__ }}", "summary.__class__"),
        ("{{ summary.__class__.__mro__ }}", "summary.__class__.__mro__"),
        ("{{ summary|upper }}", "Filter"),
        ("{{ summary.upper() }}", "Call"),
        ("{{ range(9) }}", "Call"),
        ("{{ 'x' * 99999999 }}", "Mul"),
        ("{{ parties[0].name }}", "parties"),
        ("{{ paper['number'] }}", "Getitem"),
        ("{% set x = 1 %}", "Assign"),
        ("{% include 'x' %}", "Include"),
        ("{% macro x() %}{% endmacro %}", "Macro"),
        ("{{ summary", ""),
        ("{% for party in nobody %}{% endfor %}", "nobody"),
        ("{% for party in parties %}{{ party.birth }}{% endfor %}", "party.birth"),
        ("{% for party in parties recursive %}{% endfor %}", "for"),
        (
            "{% for a in parties %}{% for b in parties %}{% for c in parties %}{% endfor %}{% endfor %}{% endfor %}",
            "2",
        ),
        ("{% if summary == 'x' %}{% endif %}", "Compare"),
        ("{{ party.name }}", "party.name"),
    ],
)
def test_a_broken_template_is_refused_with_the_paragraph_and_the_word(mark, named):
    found = refusal(template("第一段", "第二段", f"第三段 {mark}"))
    assert named in found and "第 3 段" in found


def test_a_fault_in_the_head_is_found(tmp_path):
    file = Document()
    file.sections[0].header.paragraphs[0].text = "{{ nothing }}"
    target = io.BytesIO()
    file.save(target)
    assert "页眉第 1 段" in refusal(target.getvalue())


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = with_part(template("一"), "word/media/image1.png", b"\0" * (docx_check.MOST_UNPACKED + 1))
    assert len(bomb) < docx_check.MOST_BYTES
    assert "解压" in refusal(bomb)


def test_a_part_that_is_larger_than_the_archive_says_is_refused():
    content = with_part(template("一"), "word/media/image1.png", b"\0" * 500_000)
    lying = content.replace((500_000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    assert lying != content and refusal(lying)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("word/vbaProject.bin", b"x"),
        ("word/embeddings/oleObject1.bin", b"x"),
        ("word/_rels/settings.xml.rels", b'<Relationship TargetMode="External" Target="http://x/"/>'),
        ("docProps/core.xml", b"<x>{{ summary }}</x>"),
        ("word/footnotes.xml", b"<x>{% for a in summary %}</x>"),
        ("word/settings.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'),
        ("word/document.xml", b"not xml"),
    ],
)
def test_what_is_more_than_a_layout_is_refused(name, part):
    assert refusal(with_part(template("一"), name, part))


@pytest.mark.parametrize(
    "field",
    [
        '<w:instrText xml:space="preserve">DD</w:instrText></w:r><w:r><w:instrText>EAUTO c:\\\\cmd</w:instrText>',
        '<w:instrText> INCLUDEPICTURE "http://x/y.png" </w:instrText>',
    ],
)
def test_a_field_that_fetches_something_is_refused(field):
    body = zipfile.ZipFile(io.BytesIO(template("文"))).read("word/document.xml").decode()
    body = body.replace("</w:r></w:p>", f"</w:r><w:r>{field}</w:r></w:p>", 1)
    assert "word/document.xml" in refusal(with_part(template(), "word/document.xml", body.encode()))


def test_what_grows_without_end_inside_of_loops_is_refused():
    inner = "{% for one in parties %}" + "字" * 30_000 + "{% endfor %}"
    assert "过大" in refusal(template("{% for party in parties %}" + inner + "{% endfor %}"))
    docx_check.check(template(inner), KNOWN)


def test_of_two_who_bring_the_first_template_at_once_one_is_told(bureau, county, monkeypatch, sign_in):
    actions.bring_template(FORM, whole("甲"), by=bureau)
    monkeypatch.setattr(actions, "_held", lambda county, form: [])  # as the second one has read it before
    given = {"file": SimpleUploadedFile("b.docx", whole("乙"))}
    answer = sign_in(bureau).post(f"/papers/templates/{FORM.code}/", given)
    assert answer.status_code in (409, 422) and FormTemplate.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04", b"%PDF-1.7"])
def test_what_is_no_docx_is_refused(content):
    assert "DOCX" in refusal(content)


def test_too_large_a_file_is_refused():
    assert "2 MB" in refusal(b"x" * (docx_check.MOST_BYTES + 1))


def test_a_county_has_its_own_template_and_no_other_county_has_it(village, officer, bureau, county):
    actions.bring_template(FORM, whole("本县格式：{{ summary }}"), by=bureau)
    other = County.objects.create(code="990200000000", name="邻县")
    case, used = Case.of(make_whole(village, officer), officer), actions.in_use(FORM, county)
    assert words(papers.one_docx(FORM, case, 1, "", used)) == "本县格式：围墙占地"
    assert actions.in_use(FORM, other) is None


def test_versions_stay_and_one_can_go_back(bureau, county):
    for text in ("一", "二"):
        actions.bring_template(FORM, whole(text), by=bureau)
    assert words(actions.in_use(FORM, county)) == "二"
    actions.use_template(FORM, 1, by=bureau)
    assert words(actions.in_use(FORM, county)) == "一"
    actions.use_template(FORM, 0, by=bureau)
    assert actions.in_use(FORM, county) is None
    assert FormTemplate.objects.count() == 2
    assert Entry.objects.filter(action="keep_template").count() == 4
    with pytest.raises(ValidationError):
        actions.use_template(FORM, 0, by=bureau)
    with pytest.raises(ValidationError):
        actions.use_template(FORM, 3, by=bureau)


def test_a_template_without_the_facts_that_its_form_needs_is_refused_with_their_names(
    bureau, county, sign_in
):
    """Brought, or brought before and gone back to; a fact that only decides a condition is not named."""
    client, address = sign_in(bureau), "/papers/templates/acceptance/"
    page = client.get(address).content.decode()
    assert all(fact in page for fact in needed(FORM))
    for text in ("只有文字", "{{ summary }}", "{% if kind %}有{% endif %}"):
        answer = client.post(address, {"file": SimpleUploadedFile("a.docx", template(text))})
        said = answer.content.decode().partition("id_file_error")[2] or answer.content.decode()
        assert answer.status_code == 422 and "paper.number, paper.mark" in said and "parties.name" in said
    assert not FormTemplate.objects.exists()
    old = template("{{ summary }}")
    FormTemplate.objects.create(
        county=county,
        form=FORM.code,
        number=1,
        content=old,
        size=len(old),
        sha256="0" * 64,
        brought_by=bureau,
    )
    with pytest.raises(ValidationError, match="parties"):
        actions.use_template(FORM, 1, by=bureau)
    assert "已打印" in client.get(f"{address}use/").content.decode()


def test_each_form_needs_facts_that_it_has():
    assert set(docx_needed.NEEDED) <= set(catalogue.BY_CODE)
    assert {form.code for form in catalogue.BY_CODE.values()} - set(docx_needed.NEEDED) == {
        "evidence",
        "note",
        "back",
        "duty_plan",
        "point_labels",
        "door_labels",
        "blank_visit",
        "blank_dispute",
        "blank_patrol",
    }


def test_the_county_brings_one_on_the_page_and_goes_back(bureau, sign_in):
    client = sign_in(bureau)
    address = "/papers/templates/acceptance/"
    broken = client.post(address, {"file": SimpleUploadedFile("a.docx", template("一", "{{ nam }}"))})
    assert broken.status_code == 422 and "第 2 段" in broken.content.decode()
    good = client.post(address, {"file": SimpleUploadedFile("a.docx", whole("{{ summary }}"))})
    assert good.status_code == 302
    assert client.get(f"{address}file/?version=1").status_code == 200
    assert client.get(f"{address}file/?version=2").status_code == 404
    assert client.get(f"{address}file/").content[:2] == b"PK"
    assert client.post(f"{address}use/", {"version": "0"}).status_code == 302
    assert not FormTemplate.objects.filter(is_in_use=True).exists()


def test_the_template_of_a_form_prints_on_the_page(village, officer, bureau, sign_in):
    actions.bring_template(FORM, whole("本县格式：{{ paper.number }}"), by=bureau)
    dispute = make_whole(village, officer)
    answer = sign_in(officer).get(f"/papers/disputes/{dispute.pk}/acceptance/docx/")
    assert words(answer.content) == f"本县格式：{dispute.number_label}"

"""The template of every kind comes back as it was given out: its sample row is no household, account or village."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from imports.books import samples, template
from imports.models import Import
from tests.imports.sheet_files import text

pytestmark = pytest.mark.usefixtures("in_march", "village")
WHO = {
    Import.Kind.HOUSEHOLDS: "officer",
    Import.Kind.ACCOUNTS: "administrator",
    Import.Kind.VILLAGES: "bureau",
}
HEADINGS = {
    Import.Kind.HOUSEHOLDS: template.HEADINGS,
    Import.Kind.ACCOUNTS: template.OF_ACCOUNTS,
    Import.Kind.VILLAGES: template.OF_VILLAGES,
}


def test_every_kind_has_a_sample_that_its_template_shows():
    assert set(samples.SAMPLES) == set(Import.Kind.values) == set(WHO)
    for kind, sample in samples.SAMPLES.items():
        assert set(sample) <= set(HEADINGS[kind])


@pytest.mark.parametrize("kind", Import.Kind.values)
def test_the_template_as_it_was_given_out_brings_nothing_in(kind, person_of, sign_in, request):
    client = sign_in(request.getfixturevalue(WHO[kind]))
    book = client.get("/imports/template/").content
    page = client.post("/imports/new/", {"file": SimpleUploadedFile("模板.xlsx", book)}, follow=True)
    owner = Import.objects.get()
    assert owner.kind == kind and owner.rows == 0 and owner.sheets[0]["samples"] == 1
    assert "示例行" in page.content.decode()


@pytest.mark.parametrize("kind", Import.Kind.values)
@pytest.mark.parametrize("changed", [False, True])
def test_a_row_that_differs_by_one_cell_is_somebodys_own(kind, changed, sign_in, request):
    row = samples.cells(kind, HEADINGS[kind])
    place = next(place for place, cell in enumerate(row) if cell)
    row[place] += "乙" if changed else ""
    client = sign_in(request.getfixturevalue(WHO[kind]))
    own = ["甲" if cell else "" for cell in row]
    file = SimpleUploadedFile("表.csv", text((HEADINGS[kind], row, own)))
    client.post("/imports/new/", {"file": file})
    assert Import.objects.get().rows == (2 if changed else 1)

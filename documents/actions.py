"""Templates of a county: bring one, go back to another version or to the registry's own. The pages call them."""

from hashlib import sha256

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from documents import docx_check
from documents.catalogue import Form
from documents.docx_names import known_of
from documents.docx_needed import needed
from documents.models import FormTemplate
from posts import places
from posts.models import County


@transaction.atomic
def bring_template(form: Form, content: bytes, *, by: User) -> FormTemplate:
    """Keep a new version and put it into use. ValidationError with a line for each fault of the file."""
    county = _county_of(by)
    docx_check.check(content, known_of(form.facts), needed(form))
    versions = _held(county, form)
    digest = sha256(content).hexdigest()
    if any(one.sha256 == digest and one.is_in_use for one in versions):
        raise ValidationError(_("This file is in use already."))
    _put_away(versions)
    made = FormTemplate(
        county=county, form=form.code, number=max((one.number for one in versions), default=0) + 1, content=content,
        size=len(content), sha256=digest, brought_by=by, is_in_use=True,
    )  # fmt: skip
    made.save(force_insert=True)
    trail.record("keep_template", made, by=by, form=form.title, version=made.number, sha256=digest)
    return made


@transaction.atomic
def use_template(form: Form, number: int, *, by: User) -> None:
    """Put an earlier version into use; 0 stands for the registry's own template."""
    county = _county_of(by)
    versions = _held(county, form)
    wanted = next((one for one in versions if one.number == number), None)
    if number and wanted is None:
        raise ValidationError(_("There is no such version. Load the page again."))
    if (wanted is not None and wanted.is_in_use) or (
        not number and not any(one.is_in_use for one in versions)
    ):
        raise ValidationError(_("This version is in use already."))
    if wanted is not None:  # the facts of a form may have changed since it was brought
        docx_check.check(bytes(wanted.content), known_of(form.facts), needed(form))
    _put_away(versions)
    if wanted is not None:
        wanted.is_in_use = True
        wanted.save(update_fields=["is_in_use"])
    trail.record("keep_template", wanted or county, by=by, form=form.title, version=number)


def in_use(form: Form, county: County | None) -> bytes | None:
    """The county's template of the form; None where the registry's own is used."""
    found = FormTemplate.objects.filter(county=county, form=form.code, is_in_use=True).first()
    return bytes(found.content) if found else None


def _county_of(by: User) -> County:
    county = places.county_of(by)
    if not may(by, "arrange_papers") or county is None:
        raise PermissionDenied
    return county


def _held(county: County, form: Form) -> list[FormTemplate]:
    """All versions, locked. Of two who bring the first at once the number of the version refuses one."""
    return list(FormTemplate.objects.select_for_update().filter(county=county, form=form.code).order_by("pk"))


def _put_away(versions: list[FormTemplate]) -> None:
    for one in versions:
        if one.is_in_use:
            one.is_in_use = False
            one.save(update_fields=["is_in_use"])

"""The DOCX templates of a county: list, bring one, go back to another version, fetch one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.pages import Page
from documents import actions, catalogue, docx_check, docx_filling, papers
from documents.catalogue import Form
from documents.docx_names import known_of
from documents.docx_needed import needed
from documents.forms import TemplateForm, VersionForm
from documents.models import FormTemplate
from pages import addresses
from pages.views.base import ShowPage
from pages.views.forms import FormPage
from posts import places


class TemplatePage(Page):
    """A page on the templates of the person's county."""

    verb = "arrange_papers"
    kwargs: dict[str, str]

    @cached_property
    def paper(self) -> Form:
        """The form that the address names."""
        form = catalogue.BY_CODE.get(self.kwargs["paper"])
        if form is None:
            raise Http404
        return form

    def versions(self) -> Any:
        found = FormTemplate.objects.filter(county=places.county_of(self.request.user))
        return found.defer("content").select_related("brought_by")

    def back_url(self) -> str:
        return reverse("documents:template-list")


class TemplateList(TemplatePage, ShowPage):
    """Every form, whose template is in use, and its versions."""

    template = "documents/template_list.html"
    heading = gettext_lazy("Templates of papers")

    def context(self) -> dict[str, Any]:
        used = {one.form: one for one in self.versions().filter(is_in_use=True)}
        kept = set(self.versions().values_list("form", flat=True))
        lines = [
            {"form": form, "used": used.get(form.code), "has_versions": form.code in kept}
            for form in catalogue.BY_CODE.values()
        ]
        return super().context() | {"lines": lines}


class TemplateBring(TemplatePage, FormPage):
    """Bring a template. A broken one is refused with the paragraph and the word that is wrong."""

    template = "documents/template_form.html"
    button = gettext_lazy("Check and use it")
    message = gettext_lazy("The template is in use.")

    def title(self) -> str:
        return _("Template of %(form)s") % {"form": self.paper.title}

    def form(self, data: Any = None) -> TemplateForm:
        return TemplateForm(data, None if data is None else self.request.FILES)

    def act(self, form: TemplateForm) -> FormTemplate:
        return actions.bring_template(self.paper, form.cleaned_data["file"].read(), by=self.request.user)

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "paper": self.paper,
            "known": facts_of(self.paper),
            "needed": ", ".join(needed(self.paper)),
            "versions": self.versions().filter(form=self.paper.code),
            "deepest": docx_check.DEEPEST,
        }


class TemplateUse(TemplatePage, FormPage):
    """Go back to another version, or to the registry's own template."""

    button = gettext_lazy("Use this version")
    message = gettext_lazy("The version is in use.")

    def title(self) -> str:
        return _("Version of %(form)s") % {"form": self.paper.title}

    def form(self, data: Any = None) -> VersionForm:
        return VersionForm(data, versions=list(self.versions().filter(form=self.paper.code)))

    def act(self, form: VersionForm) -> None:
        actions.use_template(self.paper, int(form.cleaned_data["version"]), by=self.request.user)


class TemplateFile(TemplatePage, ShowPage):
    """A template as a file: a version of the county (``?version=``), or the registry's own to begin with."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        number = addresses.number(request.GET.get("version", "0"))
        if not number:
            content = papers.default_of(self.paper)
        else:
            kept = self.versions().filter(form=self.paper.code, number=number).first()
            if kept is None:
                raise Http404
            content = bytes(kept.content)
        answer = HttpResponse(content, content_type=docx_filling.DOCX)
        name = f"{self.paper.code}-{number or 'own'}.docx"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


def facts_of(form: Form) -> list[tuple[str, str]]:
    """What a template of the form may name: the facts, and the lists with the facts of their items."""
    known = known_of(form.facts)
    texts = [*sorted(known.texts), *(f"paper.{name}" for name in sorted(known.groups["paper"].texts))]
    lists = [(name, ", ".join(sorted(inner.texts))) for name, inner in sorted(known.lists.items())]
    return [("", ", ".join(texts)), *lists]

"""The county brings the outlines of its villages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.pages import Page
from pages.forms import PlainForm
from pages.inputs import bare_helper
from pages.views.forms import FormPage
from posts import map_files, places
from posts.actions import mapping
from posts.models import CountyMap


class MapForm(PlainForm):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("GeoJSON file"),
        widget=forms.ClearableFileInput({"accept": ".geojson,.json,application/geo+json,application/json"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.fields["file"].help_text = _(
            "A FeatureCollection of polygons in degrees, %(n)s MB at most. Each has the 12-digit code of its village "
            "under one of: %(names)s."
        ) % {"n": map_files.MEGABYTES, "names": "、".join(map_files.CODES)}

    def clean_file(self) -> bytes:
        sent = self.cleaned_data["file"]
        if sent.size > map_files.MEGABYTES * map_files.MEGABYTE:
            raise ValidationError(_("The file is larger than %(n)s MB.") % {"n": map_files.MEGABYTES})
        found: bytes = sent.read()
        return found


class MapBring(Page, FormPage):
    """Another file in place of the one in use."""

    verb = "arrange_organisation"
    template = "posts/map_form.html"
    heading = gettext_lazy("Outlines of the villages")
    button = gettext_lazy("Bring the file")
    is_kept = False

    def form(self, data: Any = None) -> MapForm:
        return MapForm(data, self.request.FILES if data is not None else None)

    def act(self, form: MapForm) -> CountyMap:
        try:
            return mapping.bring_map(form.cleaned_data["file"], by=self.request.user)
        except ValidationError as fault:
            raise ValidationError({"file": fault.messages}) from fault

    def back_url(self) -> str:
        return reverse("posts:organisation")

    def context(self) -> dict[str, Any]:
        county = places.county_of(self.request.user)
        maps = CountyMap.objects.filter(county=county).defer("outlines").select_related("brought_by")
        return super().context() | {"map": maps.order_by("-pk").first()}

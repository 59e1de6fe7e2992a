"""The card of an officer or auxiliary of a post: whose, and with which photograph, is chosen when it is printed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access import scope
from access.pages import Page
from audit import trail
from documents import cards, compiling
from documents.views import sending
from pages import uploads
from pages.forms import PlainForm
from pages.inputs import bare_helper
from posts.models import Assignment, Post, Village
from posts.querysets import open_on
from posts.views.organisation import stations_of

TITLE = "警民联系卡"


def label_of(obj: Any) -> str:
    """How somebody who serves is offered on the form."""
    return f"{obj.user.name}（{obj.get_role_display()}）"


class CardForm(PlainForm):
    """Who is on the card, and the photograph, which is stored nowhere."""

    serving = forms.ModelChoiceField(
        Assignment.objects.none(),
        label=gettext_lazy("Who is on the card"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    photograph = forms.FileField(
        label=gettext_lazy("Photograph"),
        required=False,
        widget=forms.ClearableFileInput({"accept": "image/jpeg,image/png,image/webp"}),
        help_text=gettext_lazy(
            "It goes onto this printing and is stored nowhere. Without one the frame stays empty."
        ),
    )

    def __init__(self, *args: Any, serving: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        field = self.fields["serving"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = serving
        field.label_from_instance = label_of  # type: ignore[method-assign]  # of this field alone

    def clean_photograph(self) -> bytes:
        sent = self.cleaned_data["photograph"]
        return uploads.jpeg(sent) if sent else b""


class CardPrint(Page):
    """The form, and the card as a PDF in answer to it."""

    verb = "print_papers"

    @cached_property
    def post_of(self) -> Post:
        own = scope.for_user(self.request.user).post_id
        posts = Post.objects.open().filter(station__in=stations_of(self.request.user))
        return get_object_or_404(posts.filter(pk=own) if own else posts, pk=self.kwargs["pk"])

    def form(self, *data: Any) -> CardForm:
        serving = Assignment.objects.at_work(timezone.localdate()).filter(post=self.post_of.pk)
        serving = serving.select_related("user", "post__station__county").order_by("-is_responsible", "pk")
        return CardForm(*data, serving=serving)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, 422)
        try:
            content = self.printed(form)
        except compiling.Unprintable:
            form.add_error(None, ValidationError(_("The card could not be printed. Try another photograph.")))
            return self.show(form, 422)
        return sending.answer(content, compiling.PDF, f"card-{self.post_of.pk}.pdf")

    @transaction.atomic
    def printed(self, form: CardForm) -> bytes:
        today, serving = timezone.localdate(), form.cleaned_data["serving"]
        villages = Village.objects.filter(pk__in=self._villages()).order_by("code")
        entry = trail.record("print", self.post_of, by=self.request.user, form=TITLE, format="pdf")
        with translation.override("zh-hans"):  # a paper is Chinese, whatever language its printer reads
            return cards.pdf(
                serving, list(villages), form.cleaned_data["photograph"], today, f"打印编号 {entry.pk}"
            )

    def _villages(self) -> Any:
        return self.post_of.memberships.filter(open_on(timezone.localdate())).values("village")

    def show(self, form: CardForm, status: int = 200) -> HttpResponse:
        context = {
            "title": _("Card of an officer"),
            "form": form,
            "post": self.post_of,
            "back_url": reverse("posts:organisation"),
        }
        return render(self.request, "documents/card.html", context, status=status)

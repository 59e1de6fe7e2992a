"""The forms of an import of divisions: the three files, what became of each division, and the confirmation."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imports.divisions import wording
from imports.divisions.mapping_file import GIVEN_UP, KEPT
from imports.divisions.matching import Line
from imports.divisions.plans import Plan
from pages.forms import PlainForm
from pages.inputs import DayInput, LateReasonField, bare_helper, without_late_reason

CSV = {"accept": ".csv,.txt"}
FURTHEST = 366  # days between today and the day from which divisions hold
SEVERAL = 20  # questions, up to which each offers every village of the county


class DivisionFilesForm(PlainForm):
    counties = forms.FileField(
        label=gettext_lazy("File of the counties"), widget=forms.ClearableFileInput(CSV)
    )
    towns = forms.FileField(label=gettext_lazy("File of the towns"), widget=forms.ClearableFileInput(CSV))
    villages = forms.FileField(
        label=gettext_lazy("File of the villages"), widget=forms.ClearableFileInput(CSV)
    )
    since = forms.DateField(
        label=gettext_lazy("holds from"),
        widget=DayInput(),
        help_text=gettext_lazy("May lie ahead: until then everything stays as it is."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.initial["since"] = timezone.localdate()

    def clean_since(self) -> Any:
        """A year back or ahead at most: anything further is a typing error."""
        day = self.cleaned_data["since"]
        if abs((day - timezone.localdate()).days) > FURTHEST:
            raise ValidationError(_("The first day lies within a year of today. Check the year."))
        return day


class AnswersForm(PlainForm):
    """A choice for each old division that nobody has answered or that is only proposed, and a file with more."""

    mapping = forms.FileField(
        label=gettext_lazy("File with the columns old,new"),
        required=False,
        widget=forms.ClearableFileInput(CSV),
        help_text=gettext_lazy(
            "For many at once, for villages that are merged or split: an old code in several lines is split, a new one "
            "in several lines is merged."
        ),
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.plan = plan
        self.asked = [*plan.questions, *plan.proposals, *_answered(plan)]
        options = _Options(plan, is_short=len(self.asked) > SEVERAL)
        for line in self.asked:
            self.fields[name_of(line)] = forms.ChoiceField(
                label=f"{line.old.code} {line.old.name}",
                required=False,
                widget=forms.Select({"class": "form-select"}),
                choices=list(options.of(line)),
                initial=value_of(line),
            )

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each line with its input and what hangs on it."""
        for line in self.asked:
            hangs = self.plan.hanging.get(line.old.key) if is_village(line) else None
            yield {
                "line": line,
                "field": self[name_of(line)],
                "hanging": wording.hanging_in_words(hangs) if hangs else "",
                "is_open": not line.by,
                "is_proposed": line.by == "proposal",
            }

    def decisions(self) -> dict[str, list[str]]:
        """Old code -> what was chosen; of a line with several codes only if it was changed."""
        found = {}
        for line in self.asked:
            chosen = self.cleaned_data.get(name_of(line), "")
            if chosen and (len(line.codes) < 2 or chosen != value_of(line)):
                found[line.old.code] = [chosen]
        return found


class TakeOverForm(PlainForm):
    """The word is asked for where households would be left without a village."""

    word = forms.CharField(label=gettext_lazy("Type the word for it"), max_length=20)
    late_reason = LateReasonField()

    def __init__(self, *args: Any, asks_word: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        without_late_reason(self)
        if asks_word:
            self.fields["word"].help_text = _("Type %(word)s: households lose their village.") % {
                "word": GIVEN_UP
            }
        else:
            del self.fields["word"]


def is_village(line: Line) -> bool:
    return bool(line.old.place)


def name_of(line: Line) -> str:
    """The name of the input of a line."""
    return f"to_{line.old.code}"


def value_of(line: Line) -> str:
    """What is chosen for the line now."""
    if line.is_given_up or line.is_kept:
        return GIVEN_UP if line.is_given_up else KEPT
    return line.codes[0] if line.codes else ""


def _answered(plan: Plan) -> list[Line]:
    return [line for line in (*plan.towns.lines, *plan.villages.lines) if line.by == "answer"]


class _Options:
    """What a line may be answered with: what fits first, then the other villages (those of its town before those of
    others, and new ones first), then that it ends or stays."""

    def __init__(self, plan: Plan, *, is_short: bool):
        self.plan, self.is_short = plan, is_short
        self.known = {line.old.code for line in plan.villages.lines}

    def of(self, line: Line) -> Iterator[Any]:
        yield ("", _("Choose what it goes on as"))
        news = self.plan.villages.news if is_village(line) else self.plan.towns.news
        first = dict.fromkeys([*line.codes, *line.candidates])
        if first:
            yield (_("Fits"), [(code, _called(code, news)) for code in first])
        others = [code for code in self._others(line, news) if code not in first]
        if others:
            yield (_("Others"), [(code, _called(code, news)) for code in others])
        ends = (
            _("%(word)s: it exists no more") if is_village(line) else _("%(word)s: the town exists no more")
        )
        yield (GIVEN_UP, ends % {"word": GIVEN_UP})
        if line.old.code not in news:
            yield (KEPT, _("%(word)s: leave it as it is for now") % {"word": KEPT})

    def _others(self, line: Line, news: Any) -> Iterable[str]:
        if not is_village(line):
            return sorted(news)
        near = {news[code].parent for code in (*line.codes, *line.candidates)} | {line.old.code[:9]}
        codes = [code for code, row in news.items() if not self.is_short or row.parent in near]
        return sorted(codes, key=lambda code: (news[code].parent not in near, code in self.known, code))


def _called(code: str, news: Any) -> str:
    return f"{news[code].name} {code}"

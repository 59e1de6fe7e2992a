"""How a county sets a rule of its own, from a day on."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from access import scope
from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import Stale
from posts.models import Post
from rules import law, norms
from rules.declared import Declared
from rules.models import DatedValue

NOT_SHOWN = -1  # the key of no value


@transaction.atomic
def set_rule(
    rule: Declared,
    value: Any,
    since: date,
    *,
    by: User,
    source: str = "",
    note: str = "",
    shown: int | None = None,
) -> DatedValue:
    """The rule has this value, a whole number or a list of words, in the person's county from ``since`` on.

    The running value ends the day before.

    Values that were entered for this day or later are taken back; the trail has them. The value of past days stays.
    Stale when the newest value is not the one that the page showed (``shown``, as ``newest_of`` has it).
    """
    county = scope.for_user(by).county
    if not may(by, "set_rules") or not rule.by_county or not county:
        raise PermissionDenied
    if shown is not None and shown != newest_of(rule.code, county):
        raise Stale
    _check(rule, value, since, county, source)
    values = DatedValue.objects.of(rule.code, county)
    later = values.filter(valid_from__gte=since)
    replaced = [f"{one.valid_from}: {one.value}" for one in later]
    was = rules.value(rule.code, on=since, county=county)
    later.delete()
    values.filter(valid_until=None).update(valid_until=since - timedelta(days=1))
    row = DatedValue(
        code=rule.code, county=county, value=value, unit=rule.unit, source=source.strip(),
        valid_from=since, note=note.strip(), set_by_id=by.pk, set_by_name=by.name,
    )  # fmt: skip
    _save(row)
    trail.record(
        "set_rule", row, by=by, rule=rule.code, value=value, was=was, since=str(since), replaced=replaced
    )
    return row


@transaction.atomic
def set_post_norm(
    norm: Declared,
    post: Post,
    value: int | None,
    since: date,
    reason: str,
    *,
    by: User,
    shown: int | None = None,
) -> DatedValue | None:
    """The post has a norm of its own from ``since`` on; without a value that of its class again.

    PermissionDenied for a norm that has no classes, and a post of another county; ValidationError for a closed post,
    without a reason, for a day that is over and a value beyond the bounds; Stale as ``set_rule``.
    """
    county = scope.for_user(by).county
    if not may(by, "set_rules") or norm.code not in norms.NORMS or post.station.county.code != county:
        raise PermissionDenied
    code = norms.own_code(norm.code, post.pk)
    if shown is not None and shown != newest_of(code, county):
        raise Stale
    _check_own(norm, post, value, since, reason, county)
    values = DatedValue.objects.of(code, county)
    was = norms.own_norm(norm.code, post.pk, on=since, county=county)
    later = values.filter(valid_from__gte=since)
    replaced = [f"{one.valid_from}: {one.value}" for one in later]
    later.delete()
    values.filter(Q(valid_until=None) | Q(valid_until__gte=since)).update(
        valid_until=since - timedelta(days=1)
    )
    row = None
    if value is not None:
        row = DatedValue(
            code=code, county=county, value=value, unit=norm.unit, valid_from=since, note=reason.strip(),
            set_by_id=by.pk, set_by_name=by.name,
        )  # fmt: skip
        _save(row)
    trail.record(
        "set_post_norm", post, by=by, rule=norm.code, value=value, was=was, since=str(since), replaced=replaced,
        reason=reason.strip(),
    )  # fmt: skip
    return row


def _check_own(norm: Declared, post: Post, value: int | None, since: date, reason: str, county: str) -> None:
    faults = {}
    if post.closed_on is not None and post.closed_on <= since:
        raise ValidationError(
            _("The post is closed from %(day)s on.") % {"day": f"{post.closed_on:%Y-%m-%d}"}
        )
    if since < timezone.localdate():
        faults["since"] = _("A rule changes today or later; past days keep their value.")
    if not reason.strip():
        faults["reason"] = _("Say why this post has a norm of its own, or has it no more.")
    if value is not None and not rules.lowest(norm.code) <= value <= rules.highest(norm.code):
        bounds = {"lowest": norm.lowest, "highest": norm.highest}
        faults["value"] = _("Between %(lowest)s and %(highest)s.") % bounds
    pending = DatedValue.objects.of(norms.own_code(norm.code, post.pk), county).filter(valid_from__gt=since)
    if (
        not faults
        and not pending.exists()
        and norms.own_norm(norm.code, post.pk, on=since, county=county) == value
    ):
        faults["value"] = _("It has this value already.")
    if faults:
        raise ValidationError(faults)


def newest_of(code: str, county: str) -> int:
    """The key of the value that was set last in the county; 0 while none was. Each setting has a key of its own."""
    newest = DatedValue.objects.of(code, county).aggregate(newest=Max("pk"))
    return newest["newest"] or 0


def _check(rule: Declared, value: Any, since: date, county: str, source: str) -> None:
    """What a county may set, and from when; a form that is sent twice gets an error.

    The same value may be given a paper: a county confirms a default that it can not change (dv.stop).
    """
    faults = {}
    if since < timezone.localdate():
        faults["since"] = _("A rule changes today or later; past days keep their value.")
    size = len(value) if rule.is_list else value
    if not rules.lowest(rule.code) <= size <= rules.highest(rule.code):
        bounds = {"lowest": rule.lowest, "highest": rule.highest}
        faults["value"] = _("Between %(lowest)s and %(highest)s.") % bounds
    elif missing := [word for word in words_of_the_law(rule, since) if word not in value]:
        words = _(", ").join(missing)
        faults["value"] = _("The law itself names these words, they stay: %(words)s.") % {"words": words}
    pending = DatedValue.objects.of(rule.code, county).filter(valid_from__gt=since).exists()
    if (
        not faults
        and not pending
        and not source.strip()
        and rules.value(rule.code, on=since, county=county) == value
    ):
        faults["value"] = _("It has this value already.")
    if faults:
        raise ValidationError(faults)


def words_of_the_law(rule: Declared, on: date) -> list[str]:
    """The words of the default that the law names: a county takes none of them out of its list."""
    if not rule.is_list or not rule.kept_by or not isinstance(rule.value, list):
        return []
    named = [item.text for item in law.row_or_first(rule.kept_by, on=on).items()]
    return [word for word in rule.value if any(word in text for text in named)]


def _save(row: DatedValue) -> None:
    """Two people at the same time: the second one gets the error of the constraint of the database."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as fault:
        raise ValidationError(_("Somebody has just set this rule. Load the page again.")) from fault

"""Forms of the sign-in page, the password, the second factor, and of an account."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordMixin
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from accounts.confirming import waits_for_code
from accounts.guessable import plain
from accounts.models import User
from accounts.passwords import is_spent
from accounts.throttling import note_guess
from pages.forms import PlainForm
from pages.inputs import bare_helper
from pages.plausible import guard

WAITS = _(
    "Your password is right. Nobody has confirmed yet that you are here: ask the chief of your station, or any other "
    "chief; chiefs ask the county, the county asks the grant administrator. Then sign in."
)


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("Account and password do not match. Check capital letters and try again."),
        "inactive": _("Account and password do not match. Check capital letters and try again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()

    def confirm_login_allowed(self, user: User) -> None:
        """The password was right; a first password that lay about for a week opens nothing all the same."""
        super().confirm_login_allowed(user)
        if user.confirmed_at is None and not user.must_change_password:
            raise ValidationError(WAITS, code="waits")
        if user.confirmed_at is None and not is_spent(user):
            raise ValidationError(
                _(
                    "This is your activation code. Choose a password with it first: Use an activation code, below."
                ),
                code="activate",
            )
        if is_spent(user):
            raise ValidationError(
                _(
                    "This first password was not used within a week. Ask your account administrator for another."
                ),
                code="spent",
            )


if TYPE_CHECKING:
    PasswordFields = SetPasswordMixin[User]
else:
    PasswordFields = SetPasswordMixin  # not generic at run time


class ActivationForm(PasswordFields, PlainForm):
    """The account, the code of the slip, and the password that the person chooses.

    The code is asked first: whoever has none learns nothing of the account, not even what its password must not be.
    """

    username = forms.CharField(
        label=_("account"),
        max_length=40,
        widget=forms.TextInput({"autocapitalize": "none", "autofocus": True}),
    )
    code = forms.CharField(
        label=_("activation code"),
        max_length=40,
        widget=forms.TextInput({"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Sixteen characters, as on the slip: kp7m-x2vd-9rth-eq4w"),
    )
    new_password1, new_password2 = SetPasswordMixin.create_password_fields(
        _("password"), _("password, again")
    )

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None
        rules = [(rule,) for rule in password_validators_help_texts() if rule]
        self.fields["new_password1"].help_text = format_html(
            "<ul>{}</ul>", format_html_join("", "<li>{}</li>", rules)
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed = {"username": cleaned.get("username", ""), "password": as_code(cleaned.get("code", ""))}
        if not all(typed.values()):
            return cleaned
        user = authenticate(self.request, **typed)
        if user is not None and not waits_for_code(user):
            note_guess(self.request, user)
            user = None
        if user is None:
            raise ValidationError(
                _(
                    "Account and code do not match, or the code is older than a week. Ask your account administrator."
                ),
                code="no_code",
            )
        self.user = user
        self.validate_passwords("new_password1", "new_password2")
        self.validate_password_for_user(user, "new_password1")
        return self.cleaned_data


def as_code(text: str) -> str:
    """The code in its one spelling: ``KP7M X2VD9rth-eq4w`` -> ``kp7m-x2vd-9rth-eq4w``."""
    letters = "".join(one for one in plain(text) if one.isalnum())
    return "-".join(letters[place : place + 4] for place in range(0, len(letters), 4))


class PasswordForm(PasswordChangeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        rules = [(rule,) for rule in password_validators_help_texts() if rule]
        self.fields["new_password1"].help_text = format_html(
            "<ul>{}</ul>", format_html_join("", "<li>{}</li>", rules)
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (new := cleaned.get("new_password1")) and new == cleaned.get("old_password"):
            self.add_error("new_password1", _("This is the old password; choose another one."))
        return cleaned


if TYPE_CHECKING:
    UserModelForm = forms.ModelForm[User]
else:
    UserModelForm = forms.ModelForm  # not generic at run time


class AccountForm(UserModelForm):
    username = forms.CharField(
        label=_("account"),
        max_length=40,
        validators=[
            RegexValidator(r"\A[a-z0-9][a-z0-9._-]*\Z", _("Small letters, digits, points, - and _ only."))
        ],
    )

    class Meta:
        model = User
        fields = ["username", "name", "badge"]
        error_messages = {"username": {"unique": _("There is an account of this name.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        guard(self)


class CodeForm(forms.Form):
    """Six digits of the app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            {
                "autocomplete": "one-time-code",
                "autofocus": True,
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()


class PasswordAndCodeForm(CodeForm):
    """For somebody who is signed in: the password once more, and the code."""

    old_password = forms.CharField(
        label=_("password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password", "autofocus": True}),
    )
    field_order = ("old_password", "code")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["code"].widget.attrs.pop("autofocus")

    def clean_old_password(self) -> str:
        typed: str = self.cleaned_data["old_password"]
        if not check_password(typed, self.user.password):
            raise ValidationError(_("This is not your password."), code="password_incorrect")
        return typed

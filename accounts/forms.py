"""Forms of the sign-in page, the password, the second factor, and of an account."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.passwords import is_spent
from pages.inputs import bare_helper
from pages.plausible import guard


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
        if is_spent(user):
            raise ValidationError(
                _(
                    "This first password was not used within a week. Ask your account administrator for another."
                ),
                code="spent",
            )


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

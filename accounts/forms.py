from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("Account and password do not match. Check capital letters and try again."),
        "inactive": _("Account and password do not match. Check capital letters and try again."),
    }


class AccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["username", "name", "badge"]

"""Addresses of one's own account (config/urls.py)."""

from django.urls import path

from accounts.views import account

app_name = "accounts"
urlpatterns = [
    path("sign-out/", account.SignOut.as_view(), name="sign-out"),
    path("me/", account.Me.as_view(), name="me"),
    path("sessions/<int:pk>/end/", account.SessionEnd.as_view(), name="session-end"),
    path("sessions/end-others/", account.SessionEndOthers.as_view(), name="session-end-others"),
    path("sessions/end/", account.SessionEndAll.as_view(), name="session-end-all"),
    path("password/", account.ChangePassword.as_view(), name="password"),
    path("language/", account.set_language, name="language"),
]

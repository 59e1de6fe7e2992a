from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("me/", views.Me.as_view(), name="me"),
    path("sessions/<int:pk>/end/", views.SessionEnd.as_view(), name="session-end"),
    path("sessions/end/", views.SessionEndAll.as_view(), name="session-end-all"),
    path("password/", views.ChangePassword.as_view(), name="password"),
    path("language/", views.set_language, name="language"),
]

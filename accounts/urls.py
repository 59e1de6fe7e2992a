from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("me/", views.Me.as_view(), name="me"),
    path("password/", views.ChangePassword.as_view(), name="password"),
    path("language/", views.set_language, name="language"),
]

from django.urls import path

from residents.rights.views import Notice

app_name = "rights"
urlpatterns = [path("notice/<int:pk>/", Notice.as_view(), name="notice")]

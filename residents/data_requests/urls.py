from django.urls import path

from residents.data_requests.views import PrivacyNotice

app_name = "data_requests"
urlpatterns = [path("notice/<int:pk>/", PrivacyNotice.as_view(), name="notice")]

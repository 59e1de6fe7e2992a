from django.urls import path

from administration.county_rules import views

app_name = "rules"
urlpatterns = [
    path("", views.RuleList.as_view(), name="rule-list"),
    path("<str:code>/", views.RuleDetail.as_view(), name="rule-detail"),
]

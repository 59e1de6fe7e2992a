from django.urls import path

from administration.county_rules import holiday_views, law_views, views

app_name = "rules"
urlpatterns = [
    path("", views.RuleList.as_view(), name="rule-list"),
    path("law/", law_views.LawTable.as_view(), name="law-table"),
    path("holidays/", holiday_views.HolidayList.as_view(), name="holiday-list"),
    path("holidays/<int:year>/", holiday_views.HolidayEdit.as_view(), name="holiday-edit"),
    path("<str:code>/", views.RuleDetail.as_view(), name="rule-detail"),
]

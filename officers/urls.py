from django.urls import path

from officers import views

app_name = "officers"
urlpatterns = [
    path("", views.YearList.as_view(), name="year-list"),
    path("burden/", views.Burden.as_view(), name="burden"),
    path("mine/", views.YearDetail.as_view(), name="own-year"),
    path("<int:pk>/", views.YearDetail.as_view(), name="year-detail"),
    path("<int:pk>/familiarity/", views.TestDraw.as_view(), name="officer-draw"),
    path("familiarity/<int:pk>/", views.TestDetail.as_view(), name="test-detail"),
    path("familiarity/<int:pk>/result/", views.TestResult.as_view(), name="test-result"),
    path("digests/", views.DigestList.as_view(), name="digest-list"),
    path("digests/<int:pk>/", views.DigestDetail.as_view(), name="digest-detail"),
]

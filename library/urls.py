from django.urls import path

from library import views

app_name = "library"
urlpatterns = [
    path("", views.RegulationList.as_view(), name="regulation-list"),
    path("to-read/", views.ToRead.as_view(), name="to-read"),
    path("new/", views.RegulationCreate.as_view(), name="regulation-create"),
    path("<int:pk>/", views.RegulationDetail.as_view(), name="regulation-detail"),
    path("<int:pk>/<int:number>/file/", views.EditionDownload.as_view(), name="regulation-file"),
    path("<int:pk>/read/", views.RegulationRead.as_view(), name="regulation-read"),
    path("<int:pk>/edition/", views.RegulationReissue.as_view(), name="regulation-reissue"),
    path("<int:pk>/end/", views.RegulationEnd.as_view(), name="regulation-end"),
]

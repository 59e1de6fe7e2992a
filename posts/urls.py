from django.urls import path

from posts import arrange_pages, emergency_pages, outlier_pages, stand_in_pages, views

app_name = "posts"
urlpatterns = [
    path("", views.Organisation.as_view(), name="organisation"),
    path("stations/new/", arrange_pages.StationCreate.as_view(), name="station-create"),
    path("stations/<int:pk>/edit/", arrange_pages.StationEdit.as_view(), name="station-edit"),
    path("stations/<int:pk>/posts/new/", arrange_pages.PostCreate.as_view(), name="post-create"),
    path("posts/<int:pk>/edit/", arrange_pages.PostEdit.as_view(), name="post-edit"),
    path("posts/<int:pk>/village/", arrange_pages.PostVillage.as_view(), name="post-village"),
    path("villages/<int:pk>/move/", arrange_pages.VillageMove.as_view(), name="village-move"),
    path("emergency/", emergency_pages.EmergencyList.as_view(), name="emergency-list"),
    path("emergency/open/", emergency_pages.EmergencyOpen.as_view(), name="emergency-open"),
    path("emergency/end/", emergency_pages.EmergencyEnd.as_view(), name="emergency-end"),
    path(
        "emergency/notices/<int:pk>/acknowledge/",
        emergency_pages.EmergencyAcknowledge.as_view(),
        name="emergency-acknowledge",
    ),
    path("outliers/", outlier_pages.OutlierList.as_view(), name="outlier-list"),
    path("outliers/<int:pk>/", outlier_pages.OutlierDetail.as_view(), name="outlier-detail"),
    path("acting/", stand_in_pages.StandInList.as_view(), name="stand-in-list"),
    path("acting/<int:pk>/end/", stand_in_pages.StandInEnd.as_view(), name="stand-in-end"),
    path("acting/switch/", stand_in_pages.StandInSwitch.as_view(), name="stand-in-switch"),
    path("leave/", arrange_pages.LeaveList.as_view(), name="leave-list"),
    path("leave/<int:pk>/delete/", arrange_pages.LeaveDelete.as_view(), name="leave-delete"),
]

from django.urls import path

from oversight.views import emergency, looks, outliers, retention, stand_ins, trail

app_name = "oversight"
urlpatterns = [
    path("organisation/emergency/", emergency.EmergencyList.as_view(), name="emergency-list"),
    path("organisation/emergency/open/", emergency.EmergencyOpen.as_view(), name="emergency-open"),
    path("organisation/emergency/end/", emergency.EmergencyEnd.as_view(), name="emergency-end"),
    path(
        "organisation/emergency/notices/<int:pk>/acknowledge/",
        emergency.EmergencyAcknowledge.as_view(),
        name="emergency-acknowledge",
    ),
    path("organisation/outliers/", outliers.OutlierList.as_view(), name="outlier-list"),
    path("organisation/outliers/<int:pk>/", outliers.OutlierDetail.as_view(), name="outlier-detail"),
    path("organisation/acting/", stand_ins.StandInList.as_view(), name="stand-in-list"),
    path("organisation/acting/<int:pk>/end/", stand_ins.StandInEnd.as_view(), name="stand-in-end"),
    path("organisation/acting/switch/", stand_ins.StandInSwitch.as_view(), name="stand-in-switch"),
    path("ledgers/retention/", retention.RetentionTable.as_view(), name="retention"),
    path("trail/", trail.TrailList.as_view(), name="trail-list"),
    path("trail/looks/", looks.TrailLooks.as_view(), name="trail-looks"),
    path("trail/<int:pk>/", trail.TrailDetail.as_view(), name="trail-detail"),
]

from django.urls import path

from posts.views import arranging, closing, gaps, giving, maps, moving, organisation, villages, working

app_name = "posts"
urlpatterns = [
    path("", organisation.Organisation.as_view(), name="organisation"),
    path("map/", maps.MapBring.as_view(), name="map-bring"),
    path("offices/", organisation.Offices.as_view(), name="offices"),
    path("stations/new/", arranging.StationCreate.as_view(), name="station-create"),
    path("stations/<int:pk>/edit/", arranging.StationEdit.as_view(), name="station-edit"),
    path("stations/<int:pk>/posts/new/", arranging.PostCreate.as_view(), name="post-create"),
    path("posts/<int:pk>/edit/", arranging.PostEdit.as_view(), name="post-edit"),
    path("posts/<int:pk>/work/", working.WorkAt.as_view(), name="post-work"),
    path("villages/give/", giving.VillagesGive.as_view(), name="villages-give"),
    path("posts/<int:pk>/village/", arranging.PostVillage.as_view(), name="post-village"),
    path("villages/<int:pk>/", villages.VillageDetail.as_view(), name="village-detail"),
    path("villages/<int:pk>/move/", moving.VillageMove.as_view(), name="village-move"),
    path("villages/<int:pk>/profile/", gaps.VillageProfileEdit.as_view(), name="village-profile"),
    path("posts/<int:pk>/file/", gaps.PostFileEdit.as_view(), name="post-file"),
    path("gaps/", gaps.PostGaps.as_view(), name="gaps"),
    path("posts/<int:pk>/close/", closing.PostClose.as_view(), name="post-close"),
    path("posts/<int:pk>/reopen/", closing.PostReopen.as_view(), name="post-reopen"),
    path("stations/<int:pk>/close/", closing.StationClose.as_view(), name="station-close"),
    path("stations/<int:pk>/reopen/", closing.StationReopen.as_view(), name="station-reopen"),
    path("moves/<int:pk>/take-back/", moving.MoveTakeBack.as_view(), name="move-take-back"),
]

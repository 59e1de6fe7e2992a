from django.urls import path

from patrols.views import patrols

app_name = "patrols"
urlpatterns = [
    path("", patrols.PatrolList.as_view(), name="patrol-list"),
    path("new/", patrols.PatrolCreate.as_view(), name="patrol-create"),
    path("<int:pk>/", patrols.PatrolDetail.as_view(), name="patrol-detail"),
    path("<int:pk>/edit/", patrols.PatrolEdit.as_view(), name="patrol-edit"),
    path("<int:pk>/withdraw/", patrols.PatrolWithdraw.as_view(), name="patrol-withdraw"),
    path("<int:pk>/join/", patrols.PatrolJoin.as_view(), name="patrol-join"),
    path("<int:pk>/accept/", patrols.PatrolAccept.as_view(), name="patrol-accept"),
    path("<int:pk>/give-back/", patrols.PatrolGiveBack.as_view(), name="patrol-give-back"),
]

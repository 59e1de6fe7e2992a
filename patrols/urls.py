from django.urls import path

from patrols import views

app_name = "patrols"
urlpatterns = [
    path("", views.PatrolList.as_view(), name="patrol-list"),
    path("new/", views.PatrolCreate.as_view(), name="patrol-create"),
    path("<int:pk>/", views.PatrolDetail.as_view(), name="patrol-detail"),
    path("<int:pk>/edit/", views.PatrolEdit.as_view(), name="patrol-edit"),
    path("<int:pk>/withdraw/", views.PatrolWithdraw.as_view(), name="patrol-withdraw"),
    path("<int:pk>/join/", views.PatrolJoin.as_view(), name="patrol-join"),
    path("<int:pk>/accept/", views.PatrolAccept.as_view(), name="patrol-accept"),
    path("<int:pk>/give-back/", views.PatrolGiveBack.as_view(), name="patrol-give-back"),
]

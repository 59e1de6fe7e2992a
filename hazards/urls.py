from django.urls import path

from hazards.views import hazards, pictures, steps

app_name = "hazards"
urlpatterns = [
    path("", hazards.HazardList.as_view(), name="hazard-list"),
    path("new/", hazards.HazardCreate.as_view(), name="hazard-create"),
    path("<int:pk>/", hazards.HazardDetail.as_view(), name="hazard-detail"),
    path("<int:pk>/edit/", hazards.HazardEdit.as_view(), name="hazard-edit"),
    path("<int:pk>/assign/", steps.HazardAssign.as_view(), name="hazard-assign"),
    path("<int:pk>/rectify/", steps.HazardRectify.as_view(), name="hazard-rectify"),
    path("<int:pk>/verify/", steps.HazardVerify.as_view(), name="hazard-verify"),
    path("<int:pk>/reopen/", steps.HazardReopen.as_view(), name="hazard-reopen"),
    path("<int:pk>/photograph/", pictures.PictureFile.as_view(), name="hazard-picture"),
    path("pictures/<int:pk>/", pictures.PictureShow.as_view(), name="picture-detail"),
    path("pictures/<int:pk>/withdraw/", pictures.PictureWithdraw.as_view(), name="picture-withdraw"),
    path("<int:pk>/withdraw/", hazards.HazardWithdraw.as_view(), name="hazard-withdraw"),
    path("<int:pk>/accept/", hazards.HazardAccept.as_view(), name="hazard-accept"),
    path("<int:pk>/give-back/", hazards.HazardGiveBack.as_view(), name="hazard-give-back"),
]

from django.urls import path

from patrols.views import checkpoints, partners, patrols, plans, rounds

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
    path("<int:pk>/partners/new/", partners.PartnerAsk.as_view(), name="patrol-partner"),
    path("partners/", partners.PartnerList.as_view(), name="partner-list"),
    path("partners/<int:pk>/", partners.PartnerDetail.as_view(), name="partner-detail"),
    path("partners/<int:pk>/answer/", partners.PartnerAnswer.as_view(), name="partner-answer"),
    path("partners/<int:pk>/decline/", partners.PartnerDecline.as_view(), name="partner-decline"),
    path("partners/<int:pk>/take-back/", partners.PartnerTakeBack.as_view(), name="partner-take-back"),
    path("rounds/", rounds.WalkList.as_view(), name="walk-list"),
    path("rounds/<int:pk>/", rounds.WalkDetail.as_view(), name="walk-detail"),
    path("rounds/<int:pk>/start/", rounds.WalkStart.as_view(), name="walk-start"),
    path("rounds/<int:pk>/pass/", rounds.WalkPass.as_view(), name="walk-pass"),
    path("rounds/<int:pk>/take-back/", rounds.WalkTakeBack.as_view(), name="walk-take-back"),
    path("rounds/<int:pk>/finish/", rounds.WalkFinish.as_view(), name="walk-finish"),
    path("rounds/<int:pk>/skip/", rounds.WalkSkip.as_view(), name="walk-skip"),
    path("plans/", plans.PlanList.as_view(), name="plan-list"),
    path("plans/new/", plans.PlanCreate.as_view(), name="plan-create"),
    path("plans/<int:pk>/", plans.PlanDetail.as_view(), name="plan-detail"),
    path("plans/<int:pk>/edit/", plans.PlanEdit.as_view(), name="plan-edit"),
    path("plans/<int:pk>/end/", plans.PlanEnd.as_view(), name="plan-end"),
    path("checkpoints/", checkpoints.CheckpointList.as_view(), name="checkpoint-list"),
    path("checkpoints/new/", checkpoints.CheckpointCreate.as_view(), name="checkpoint-create"),
    path("checkpoints/<int:pk>/", checkpoints.CheckpointDetail.as_view(), name="checkpoint-detail"),
    path("checkpoints/<int:pk>/edit/", checkpoints.CheckpointEdit.as_view(), name="checkpoint-edit"),
    path("checkpoints/<int:pk>/end/", checkpoints.CheckpointEnd.as_view(), name="checkpoint-end"),
]

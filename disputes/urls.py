from django.urls import path

from disputes.prevented import views as prevented
from disputes.protected import views as protected
from disputes.rounds import views as rounds
from disputes.views import agreeing, copies, disputes, following, mediation, parties, story

app_name = "disputes"
urlpatterns = [
    path("", disputes.DisputeList.as_view(), name="dispute-list"),
    path("new/", disputes.DisputeCreate.as_view(), name="dispute-create"),
    path("<int:pk>/", story.DisputeDetail.as_view(), name="dispute-detail"),
    path("<int:pk>/edit/", disputes.DisputeEdit.as_view(), name="dispute-edit"),
    path("<int:pk>/close/", disputes.DisputeClose.as_view(), name="dispute-close"),
    path("<int:pk>/reopen/", disputes.DisputeReopen.as_view(), name="dispute-reopen"),
    path("<int:pk>/withdraw/", disputes.DisputeWithdraw.as_view(), name="dispute-withdraw"),
    path("<int:pk>/accept/", disputes.DisputeAccept.as_view(), name="dispute-accept"),
    path("<int:pk>/give-back/", disputes.DisputeGiveBack.as_view(), name="dispute-give-back"),
    path("<int:pk>/parties/new/", parties.PartyAdd.as_view(), name="dispute-party"),
    path("parties/<int:pk>/edit/", parties.PartyEdit.as_view(), name="party-edit"),
    path("parties/<int:pk>/remove/", parties.PartyRemove.as_view(), name="party-remove"),
    path("<int:pk>/mediators/new/", mediation.MediatorAdd.as_view(), name="dispute-mediator"),
    path("mediators/<int:pk>/remove/", mediation.MediatorRemove.as_view(), name="mediator-remove"),
    path("<int:pk>/sessions/new/", mediation.SessionRecord.as_view(), name="dispute-session"),
    path("sessions/<int:pk>/edit/", mediation.MinutesEdit.as_view(), name="minutes-edit"),
    path("<int:pk>/rest/", mediation.Suspend.as_view(), name="dispute-suspend"),
    path("rests/<int:pk>/end/", mediation.Resume.as_view(), name="suspension-resume"),
    path("<int:pk>/agreement/new/", agreeing.AgreementDraft.as_view(), name="dispute-draft"),
    path("agreements/<int:pk>/edit/", agreeing.AgreementEdit.as_view(), name="agreement-edit"),
    path("agreements/<int:pk>/final/", agreeing.AgreementFinish.as_view(), name="agreement-finish"),
    path("agreements/<int:pk>/correct/", agreeing.AgreementCorrect.as_view(), name="agreement-correct"),
    path("owed/<int:pk>/performed/", agreeing.DutyPerformed.as_view(), name="duty-performed"),
    path("owed/<int:pk>/broken/", agreeing.DutyBroken.as_view(), name="duty-broken"),
    path("calls/<int:pk>/", following.CallMake.as_view(), name="call-make"),
    path("<int:pk>/mark/", following.Mark.as_view(), name="dispute-mark"),
    path("marks/<int:pk>/end/", following.MarkEnd.as_view(), name="mark-end"),
    path("<int:pk>/agreement/", copies.CopyFile.as_view(), name="dispute-agreement"),
    path("copies/<int:pk>/", copies.CopyShow.as_view(), name="copy-detail"),
    path("copies/<int:pk>/withdraw/", copies.CopyWithdraw.as_view(), name="copy-withdraw"),
    path("<int:pk>/protect/", protected.DisputeProtect.as_view(), name="dispute-protect"),
    path("<int:pk>/measures/<slug:measure>/", protected.MeasureCreate.as_view(), name="dispute-measure"),
    path("<int:pk>/lift/", protected.DisputeLift.as_view(), name="dispute-lift"),
    path("prevented/", prevented.PreventedList.as_view(), name="prevented-list"),
    path("prevented/<int:pk>/<slug:quarter>/", prevented.PreventedReport.as_view(), name="prevented-report"),
    path("rounds/", rounds.RoundList.as_view(), name="check-round-list"),
    path("rounds/new/", rounds.RoundCreate.as_view(), name="check-round-create"),
    path("rounds/<int:pk>/", rounds.RoundDetail.as_view(), name="check-round-detail"),
    path("rounds/<int:pk>/edit/", rounds.RoundEdit.as_view(), name="check-round-edit"),
    path("rounds/<int:pk>/withdraw/", rounds.RoundWithdraw.as_view(), name="check-round-withdraw"),
    path("rounds/<int:pk>/accept/", rounds.RoundAccept.as_view(), name="check-round-accept"),
    path("rounds/<int:pk>/give-back/", rounds.RoundGiveBack.as_view(), name="check-round-give-back"),
]

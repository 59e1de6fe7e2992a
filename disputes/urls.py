from django.urls import path

from disputes.prevented import views as prevented
from disputes.protected import views as protected
from disputes.rounds import views as rounds
from disputes.views import agreements, disputes

app_name = "disputes"
urlpatterns = [
    path("", disputes.DisputeList.as_view(), name="dispute-list"),
    path("new/", disputes.DisputeCreate.as_view(), name="dispute-create"),
    path("<int:pk>/", disputes.DisputeDetail.as_view(), name="dispute-detail"),
    path("<int:pk>/edit/", disputes.DisputeEdit.as_view(), name="dispute-edit"),
    path("<int:pk>/close/", disputes.DisputeClose.as_view(), name="dispute-close"),
    path("<int:pk>/reopen/", disputes.DisputeReopen.as_view(), name="dispute-reopen"),
    path("<int:pk>/agreement/", agreements.AgreementFile.as_view(), name="dispute-agreement"),
    path("agreements/<int:pk>/", agreements.AgreementShow.as_view(), name="agreement-detail"),
    path("agreements/<int:pk>/withdraw/", agreements.AgreementWithdraw.as_view(), name="agreement-withdraw"),
    path("<int:pk>/withdraw/", disputes.DisputeWithdraw.as_view(), name="dispute-withdraw"),
    path("<int:pk>/accept/", disputes.DisputeAccept.as_view(), name="dispute-accept"),
    path("<int:pk>/give-back/", disputes.DisputeGiveBack.as_view(), name="dispute-give-back"),
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

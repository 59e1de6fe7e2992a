from django.urls import path

from residents.data_requests import views as data_requests
from residents.duplicates import views as duplicates
from residents.founding import views as founding
from residents.leaving import views as leaving
from residents.lookup import views as lookup
from residents.moving import views as moving
from residents.premises import views as premises
from residents.priority import views as priority
from residents.requests import views as requests
from residents.views import (
    completeness,
    households,
    identities,
    looks,
    pairings,
    residents,
    reveals,
    services,
    visits,
)

app_name = "residents"
urlpatterns = [
    path("households/", households.HouseholdList.as_view(), name="household-list"),
    path("households/new/", founding.HouseholdCreate.as_view(), name="household-create"),
    path("households/entered/", completeness.Completeness.as_view(), name="household-completeness"),
    path("households/find/", lookup.HouseholdLookup.as_view(), name="household-lookup"),
    path("households/pick/", households.HouseholdPick.as_view(), name="household-pick"),
    path("households/<int:pk>/", households.HouseholdDetail.as_view(), name="household-detail"),
    path("households/<int:pk>/edit/", households.HouseholdEdit.as_view(), name="household-edit"),
    path(
        "households/<int:pk>/deregister/",
        leaving.HouseholdDeregister.as_view(),
        name="household-deregister",
    ),
    path(
        "households/<int:pk>/register-again/",
        leaving.HouseholdRegisterAgain.as_view(),
        name="household-register-again",
    ),
    path("households/<int:pk>/reveal/", reveals.HouseholdReveal.as_view(), name="household-reveal"),
    path("households/<int:pk>/looks/", looks.HouseholdLooks.as_view(), name="household-looks"),
    path("people/<int:pk>/looks/", looks.ResidentLooks.as_view(), name="resident-looks"),
    path("people/", residents.ResidentList.as_view(), name="resident-list"),
    path("people/pick/", residents.ResidentPick.as_view(), name="resident-pick"),
    path("people/new/", residents.ResidentCreate.as_view(), name="resident-create"),
    path("people/<int:pk>/", residents.ResidentDetail.as_view(), name="resident-detail"),
    path("people/<int:pk>/edit/", residents.ResidentEdit.as_view(), name="resident-edit"),
    path("people/<int:pk>/move-away/", leaving.ResidentMoveAway.as_view(), name="resident-move-away"),
    path("people/<int:pk>/come-back/", leaving.ResidentComeBack.as_view(), name="resident-come-back"),
    path("people/<int:pk>/reveal/", reveals.ResidentReveal.as_view(), name="resident-reveal"),
    path("people/<int:pk>/identity/", identities.IdentityEnter.as_view(), name="resident-identity"),
    path(
        "people/<int:pk>/identity/reveal/",
        identities.IdentityReveal.as_view(),
        name="resident-identity-reveal",
    ),
    path(
        "people/<int:pk>/identity/erase/", identities.IdentityErase.as_view(), name="resident-identity-erase"
    ),
    path("households/<int:pk>/same/", duplicates.HouseholdSame.as_view(), name="household-same"),
    path("households/<int:pk>/move/", moving.HouseholdMove.as_view(), name="household-move"),
    path("households/<int:pk>/split/", moving.HouseholdSplit.as_view(), name="household-split"),
    path("people/<int:pk>/move/", moving.ResidentMove.as_view(), name="resident-move"),
    path("people/<int:pk>/second-home/", moving.ResidentSecondHome.as_view(), name="resident-second-home"),
    path("duplicates/", duplicates.DuplicateList.as_view(), name="duplicate-list"),
    path("duplicates/<int:pk>/", duplicates.DuplicateDetail.as_view(), name="duplicate-detail"),
    path("duplicates/<int:pk>/same/", duplicates.DuplicateSame.as_view(), name="duplicate-same"),
    path(
        "duplicates/<int:pk>/different/", duplicates.DuplicateDifferent.as_view(), name="duplicate-different"
    ),
    path("duplicates/<int:pk>/reopen/", duplicates.DuplicateReopen.as_view(), name="duplicate-reopen"),
    path("duplicates/<int:pk>/undo/", duplicates.DuplicateUndo.as_view(), name="duplicate-undo"),
    path("premises/", premises.PremisesList.as_view(), name="premises-list"),
    path("premises/new/", premises.PremisesCreate.as_view(), name="premises-create"),
    path("premises/<int:pk>/", premises.PremisesDetail.as_view(), name="premises-detail"),
    path("premises/<int:pk>/edit/", premises.PremisesEdit.as_view(), name="premises-edit"),
    path("premises/<int:pk>/end/", premises.PremisesEnd.as_view(), name="premises-end"),
    path("pairings/", pairings.PairingList.as_view(), name="pairing-list"),
    path("pairings/new/", pairings.PairingCreate.as_view(), name="pairing-create"),
    path("pairings/<int:pk>/end/", pairings.PairingEnd.as_view(), name="pairing-end"),
    path("priority/", priority.PriorityList.as_view(), name="priority-list"),
    path("priority/new/", priority.PriorityCreate.as_view(), name="priority-create"),
    path("priority/<int:pk>/", priority.PriorityDetail.as_view(), name="priority-detail"),
    path("priority/<int:pk>/approve/", priority.PriorityApprove.as_view(), name="priority-approve"),
    path("priority/<int:pk>/refuse/", priority.PriorityRefuse.as_view(), name="priority-refuse"),
    path("priority/<int:pk>/end/", priority.PriorityEnd.as_view(), name="priority-end"),
    path("own-data/", data_requests.DataRequestList.as_view(), name="data-request-list"),
    path("own-data/new/", data_requests.DataRequestCreate.as_view(), name="data-request-create"),
    path("own-data/<int:pk>/", data_requests.DataRequestDetail.as_view(), name="data-request-detail"),
    path("own-data/<int:pk>/answer/", data_requests.DataRequestGrant.as_view(), name="data-request-grant"),
    path(
        "own-data/<int:pk>/identity/",
        data_requests.DataRequestIdentity.as_view(),
        name="data-request-identity",
    ),
    path("own-data/<int:pk>/refuse/", data_requests.DataRequestRefuse.as_view(), name="data-request-refuse"),
    path(
        "own-data/<int:pk>/extract/", data_requests.DataRequestExtract.as_view(), name="data-request-extract"
    ),
    path("visits/", visits.VisitList.as_view(), name="visit-list"),
    path("visits/new/", visits.VisitCreate.as_view(), name="visit-create"),
    path("visits/absent/", visits.VisitAbsent.as_view(), name="visit-absent"),
    path("visits/<int:pk>/", visits.VisitDetail.as_view(), name="visit-detail"),
    path("visits/<int:pk>/edit/", visits.VisitEdit.as_view(), name="visit-edit"),
    path("visits/<int:pk>/withdraw/", visits.VisitWithdraw.as_view(), name="visit-withdraw"),
    path("visits/<int:pk>/join/", visits.VisitJoin.as_view(), name="visit-join"),
    path("visits/<int:pk>/accept/", visits.VisitAccept.as_view(), name="visit-accept"),
    path("visits/<int:pk>/give-back/", visits.VisitGiveBack.as_view(), name="visit-give-back"),
    path("services/", services.ServiceList.as_view(), name="service-list"),
    path("services/new/", services.ServiceCreate.as_view(), name="service-create"),
    path("services/<int:pk>/", services.ServiceDetail.as_view(), name="service-detail"),
    path("services/<int:pk>/edit/", services.ServiceEdit.as_view(), name="service-edit"),
    path("services/<int:pk>/withdraw/", services.ServiceWithdraw.as_view(), name="service-withdraw"),
    path("services/<int:pk>/join/", services.ServiceJoin.as_view(), name="service-join"),
    path("services/<int:pk>/accept/", services.ServiceAccept.as_view(), name="service-accept"),
    path("services/<int:pk>/give-back/", services.ServiceGiveBack.as_view(), name="service-give-back"),
    path("requests/", requests.RequestList.as_view(), name="request-list"),
    path("requests/new/", requests.RequestCreate.as_view(), name="request-create"),
    path("requests/<int:pk>/", requests.RequestDetail.as_view(), name="request-detail"),
    path("requests/<int:pk>/edit/", requests.RequestEdit.as_view(), name="request-edit"),
    path("requests/<int:pk>/answer/", requests.RequestAnswer.as_view(), name="request-answer"),
    path("requests/<int:pk>/withdraw/", requests.RequestWithdraw.as_view(), name="request-withdraw"),
    path("requests/<int:pk>/accept/", requests.RequestAccept.as_view(), name="request-accept"),
    path("requests/<int:pk>/give-back/", requests.RequestGiveBack.as_view(), name="request-give-back"),
]

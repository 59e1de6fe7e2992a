from django.urls import path

from administration import assignments, proposal_page, views, waiting_page

app_name = "administration"
urlpatterns = [
    path("list/", views.AccountList.as_view(), name="list"),
    path("proposals/<int:pk>/", proposal_page.ProposalDetail.as_view(), name="proposal"),
    path("waiting/", waiting_page.ConfirmPeople.as_view(), name="waiting"),
    path("new/", views.AccountCreate.as_view(), name="create"),
    path("<int:pk>/", views.AccountDetail.as_view(), name="detail"),
    path("<int:pk>/reset/", views.AccountReset.as_view(), name="reset"),
    path("<int:pk>/factor/", views.AccountFactor.as_view(), name="factor-reset"),
    path("<int:pk>/unlock/", views.AccountUnlock.as_view(), name="unlock"),
    path("<int:pk>/switch/", views.AccountSwitch.as_view(), name="switch"),
    path("assignments/<int:pk>/end/", assignments.AssignmentEnd.as_view(), name="assignment-end"),
    path("assignments/<int:pk>/edit/", assignments.AssignmentEdit.as_view(), name="assignment-edit"),
    path(
        "assignments/<int:pk>/take-back/",
        assignments.AssignmentTakeBack.as_view(),
        name="assignment-take-back",
    ),
    path("assignments/<int:pk>/swap/", assignments.AssignmentSwap.as_view(), name="assignment-swap"),
]

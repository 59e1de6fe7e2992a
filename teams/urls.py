from django.urls import path

from teams.views import contracts, covered, groups, members, teams

app_name = "teams"
urlpatterns = [
    path("", teams.TeamList.as_view(), name="team-list"),
    path("new/", teams.TeamCreate.as_view(), name="team-create"),
    path("covered/", covered.CoveredList.as_view(), name="covered"),
    path("<int:pk>/", teams.TeamDetail.as_view(), name="team-detail"),
    path("<int:pk>/edit/", teams.TeamEdit.as_view(), name="team-edit"),
    path("<int:pk>/end/", teams.TeamEnd.as_view(), name="team-end"),
    path("<int:pk>/contract/", contracts.ContractFile.as_view(), name="team-contract"),
    path("contracts/<int:pk>/", contracts.ContractShow.as_view(), name="contract-detail"),
    path("contracts/<int:pk>/withdraw/", contracts.ContractWithdraw.as_view(), name="contract-withdraw"),
    path("members/", members.MemberList.as_view(), name="member-list"),
    path("members/new/", members.MemberCreate.as_view(), name="member-create"),
    path("members/<int:pk>/", members.MemberDetail.as_view(), name="member-detail"),
    path("members/<int:pk>/edit/", members.MemberEdit.as_view(), name="member-edit"),
    path("members/<int:pk>/leave/", members.MemberLeave.as_view(), name="member-leave"),
    path("members/<int:pk>/consent/", members.MemberConsent.as_view(), name="member-consent"),
    path("members/<int:pk>/reveal/", members.MemberReveal.as_view(), name="member-reveal"),
    path("groups/", groups.GroupList.as_view(), name="group-list"),
    path("groups/new/", groups.GroupCreate.as_view(), name="group-create"),
    path("groups/<int:pk>/", groups.GroupDetail.as_view(), name="group-detail"),
    path("groups/<int:pk>/edit/", groups.GroupEdit.as_view(), name="group-edit"),
    path("groups/<int:pk>/households/", groups.GroupHouseholds.as_view(), name="group-households"),
    path("groups/<int:pk>/end/", groups.GroupEnd.as_view(), name="group-end"),
]

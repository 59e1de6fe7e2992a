"""Addresses of papers and their templates, included by config/urls.py."""

from django.urls import path

from documents.views import (
    blanks,
    cards,
    handovers,
    hazards,
    leaders,
    officers,
    papers,
    patrols,
    slips,
    statistics,
    teams,
    templates,
    villages,
    workbook,
)

app_name = "documents"
urlpatterns = [
    path("disputes/<int:pk>/", papers.DisputePapers.as_view(), name="dispute-papers"),
    path("disputes/<int:pk>/<slug:paper>/<slug:kind>/", papers.DisputePrint.as_view(), name="dispute-print"),
    path("officers/<int:pk>/<slug:kind>/", officers.OfficerPrint.as_view(), name="officer-print"),
    path("leaders/<slug:kind>/", leaders.LeadersFile.as_view(), name="leaders-file"),
    path("leaders/<int:pk>/<slug:kind>/", leaders.LeaderPrint.as_view(), name="leader-print"),
    path("handovers/<int:pk>/<slug:kind>/", handovers.HandoverPrint.as_view(), name="handover-print"),
    path("teams/<int:pk>/roster/<slug:kind>/", teams.TeamPrint.as_view(), name="team-print"),
    path("teams/<int:pk>/consent/<slug:kind>/", teams.TeamConsent.as_view(), name="team-consent"),
    path("members/<int:pk>/consent/<slug:kind>/", teams.MemberPrint.as_view(), name="member-print"),
    path("trainings/<int:pk>/sheet/<slug:kind>/", teams.TrainingPrint.as_view(), name="training-print"),
    path("meetings/<int:pk>/minutes/<slug:kind>/", teams.MeetingPrint.as_view(), name="meeting-print"),
    path("plans/<int:pk>/month/<slug:kind>/", patrols.PlanPrint.as_view(), name="plan-print"),
    path(
        "checkpoints/<int:pk>/labels/<slug:kind>/", patrols.CheckpointPrint.as_view(), name="checkpoint-print"
    ),
    path("slips/<slug:kind>/", slips.SlipPrint.as_view(), name="slip-print"),
    path("hazards/<int:pk>/<slug:kind>/", hazards.HazardPrint.as_view(), name="hazard-print"),
    path("villages/<int:pk>/<slug:kind>/", hazards.VillageProblemsPrint.as_view(), name="village-problems"),
    path("villages/<int:pk>/doors/<slug:kind>/", villages.DoorLabelsPrint.as_view(), name="door-labels"),
    path("villages/<int:pk>/incomplete/<slug:kind>/", villages.IncompletePrint.as_view(), name="incomplete"),
    path(
        "villages/<int:pk>/privacy/<slug:kind>/", villages.PrivacyNoticePrint.as_view(), name="privacy-notice"
    ),
    path("posts/<int:pk>/blanks/", blanks.BlankChoose.as_view(), name="blank-choose"),
    path("posts/<int:pk>/blanks/<slug:sheet>/", blanks.BlankPrint.as_view(), name="blank-print"),
    path("posts/<int:pk>/card/", cards.CardPrint.as_view(), name="card"),
    path("posts/<int:pk>/sheet/", villages.PostSheetPrint.as_view(), {"kind": "pdf"}, name="post-sheet"),
    path("posts/<int:pk>/sheet/<slug:kind>/", villages.PostSheetPrint.as_view(), name="post-sheet-file"),
    path("posts/<int:pk>/work-book/", workbook.WorkBookPrint.as_view(), name="work-book"),
    path("statistics/", statistics.StatisticsShow.as_view(), name="statistics"),
    path("statistics/<slug:kind>/", statistics.StatisticsFile.as_view(), name="statistics-file"),
    path("templates/", templates.TemplateList.as_view(), name="template-list"),
    path("templates/<slug:paper>/", templates.TemplateBring.as_view(), name="template-bring"),
    path("templates/<slug:paper>/use/", templates.TemplateUse.as_view(), name="template-use"),
    path("templates/<slug:paper>/file/", templates.TemplateFile.as_view(), name="template-file"),
]

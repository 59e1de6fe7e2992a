from django.urls import path

from referrals.views import bodies, copies, passing_on, referrals, slips, steps

app_name = "referrals"
urlpatterns = [
    path("", referrals.ReferralList.as_view(), name="referral-list"),
    path("new/", passing_on.ReferralCreate.as_view(), name="referral-create"),
    path("problems/new/", passing_on.ProblemCreate.as_view(), name="problem-create"),
    path("tasks/new/", passing_on.TaskCreate.as_view(), name="task-create"),
    path("slips/new/", slips.SlipCreate.as_view(), name="slip-create"),
    path("bodies/", bodies.BodyList.as_view(), name="body-list"),
    path("bodies/new/", bodies.BodyCreate.as_view(), name="body-create"),
    path("bodies/<int:pk>/edit/", bodies.BodyEdit.as_view(), name="body-edit"),
    path("<int:pk>/", referrals.ReferralDetail.as_view(), name="referral-detail"),
    path("<int:pk>/take-on/", steps.ReferralTakeOn.as_view(), name="referral-take-on"),
    path("<int:pk>/send-back/", steps.ReferralSendBack.as_view(), name="referral-send-back"),
    path("<int:pk>/finish/", steps.ReferralFinish.as_view(), name="referral-finish"),
    path("<int:pk>/withdraw/", steps.ReferralWithdraw.as_view(), name="referral-withdraw"),
    path("<int:pk>/tell/", steps.ReferralTell.as_view(), name="referral-tell"),
    path("<int:pk>/answer-copy/", copies.CopyFile.as_view(), name="referral-answer-copy"),
    path("copies/<int:pk>/", copies.CopyShow.as_view(), name="copy-detail"),
    path("copies/<int:pk>/withdraw/", copies.CopyWithdraw.as_view(), name="copy-withdraw"),
]

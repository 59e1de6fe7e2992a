from django.urls import path

from referrals.views import bodies, copies, referrals, slips

app_name = "referrals"
urlpatterns = [
    path("", referrals.ReferralList.as_view(), name="referral-list"),
    path("new/", referrals.ReferralCreate.as_view(), name="referral-create"),
    path("problems/new/", referrals.ProblemCreate.as_view(), name="problem-create"),
    path("tasks/new/", referrals.TaskCreate.as_view(), name="task-create"),
    path("slips/new/", slips.SlipCreate.as_view(), name="slip-create"),
    path("bodies/", bodies.BodyList.as_view(), name="body-list"),
    path("bodies/new/", bodies.BodyCreate.as_view(), name="body-create"),
    path("bodies/<int:pk>/edit/", bodies.BodyEdit.as_view(), name="body-edit"),
    path("<int:pk>/", referrals.ReferralDetail.as_view(), name="referral-detail"),
    path("<int:pk>/take-on/", referrals.ReferralTakeOn.as_view(), name="referral-take-on"),
    path("<int:pk>/send-back/", referrals.ReferralSendBack.as_view(), name="referral-send-back"),
    path("<int:pk>/finish/", referrals.ReferralFinish.as_view(), name="referral-finish"),
    path("<int:pk>/withdraw/", referrals.ReferralWithdraw.as_view(), name="referral-withdraw"),
    path("<int:pk>/tell/", referrals.ReferralTell.as_view(), name="referral-tell"),
    path("<int:pk>/answer-copy/", copies.CopyFile.as_view(), name="referral-answer-copy"),
    path("copies/<int:pk>/", copies.CopyShow.as_view(), name="copy-detail"),
    path("copies/<int:pk>/withdraw/", copies.CopyWithdraw.as_view(), name="copy-withdraw"),
]

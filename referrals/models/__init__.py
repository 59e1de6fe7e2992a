from referrals.models.bodies import OutsideBody
from referrals.models.copies import AnswerCopy
from referrals.models.referrals import Referral
from referrals.models.slips import PublicTry, Slip

__all__ = ["AnswerCopy", "OutsideBody", "PublicTry", "Referral", "Slip"]

from referrals.models.bodies import OutsideBody
from referrals.models.copies import AnswerCopy
from referrals.models.referrals import Referral
from referrals.models.slips import OF_REFERRAL, PublicTry, Slip

__all__ = ["OF_REFERRAL", "AnswerCopy", "OutsideBody", "PublicTry", "Referral", "Slip"]

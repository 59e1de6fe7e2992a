from referrals.models.bodies import OutsideBody
from referrals.models.referrals import Referral
from referrals.models.slips import PublicTry, Slip

__all__ = ["OutsideBody", "PublicTry", "Referral", "Slip"]

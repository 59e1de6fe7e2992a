from accounts.models.confirmations import Confirmation
from accounts.models.factors import Factor, RecoveryCode
from accounts.models.password_hashes import PasswordHash
from accounts.models.sessions import Session
from accounts.models.users import User

__all__ = ["Confirmation", "Factor", "PasswordHash", "RecoveryCode", "Session", "User"]

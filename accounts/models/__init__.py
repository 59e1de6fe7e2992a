from accounts.models.sessions import Session
from accounts.models.users import User

__all__ = ["Session", "User"]

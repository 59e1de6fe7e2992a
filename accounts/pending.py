"""Between the password and the second factor nobody is signed in; a session of ten minutes names who is about to."""

from django.http import HttpRequest

from accounts.factors import new_secret
from accounts.models import User
from encryption.fields import CanNotDecrypt, decrypt, encrypt

KEY, SECRET, HOLDS = "pending", "enrolling", 600  # seconds


def hold(request: HttpRequest, user: User, goes_to: str) -> None:
    """The password was right. The session gets a new key, whatever the browser brought."""
    request.session.flush()
    request.session[KEY] = {"user": user.pk, "hash": user.get_session_auth_hash(), "next": goes_to}
    request.session["idle"] = HOLDS


def person(request: HttpRequest) -> User | None:
    """Who is about to sign in; nobody when the account was closed or its password changed meanwhile."""
    held = request.session.get(KEY)
    user = User.objects.with_hash().filter(pk=held["user"], is_active=True).first() if held else None
    return user if user and held and user.get_session_auth_hash() == held["hash"] else None


def release(request: HttpRequest) -> str:
    """Forget who was about to sign in. Returns the address that the person asked for."""
    request.session.pop(SECRET, None)
    return str((request.session.pop(KEY, None) or {}).get("next", "/"))


def secret_for(request: HttpRequest, user: User) -> str:
    """The secret that this browser, and no other, is being shown while an authenticator is set up."""
    bound = f"{SECRET}.{user.pk}"
    try:
        return decrypt(bytes.fromhex(request.session.get(SECRET, "")), bound)
    except (CanNotDecrypt, ValueError):
        secret = new_secret()
        request.session[SECRET] = encrypt(secret, bound).hex()
        return secret

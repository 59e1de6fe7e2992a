"""Run inside Django as the login role of the web: can people sign in to this database?

The sign-in page has to come, and a try with an account that nobody has to be refused by it, which reads accounts and
counts the failed try under the rights that the web has. With SIGN_IN_AS and SIGN_IN_PASSWORD that account has
to get in.
"""

import os
import secrets
import sys

import django


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    host = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS[:1] not in ([], ["*"]) else "localhost"
    client = Client(SERVER_NAME=host.lstrip("."), raise_request_exception=True)
    address = reverse(settings.LOGIN_URL)
    if client.get(address, secure=True).status_code != 200:
        sys.exit("The sign-in page does not come.")
    unknown = {"username": f"nobody-{secrets.token_hex(6)}", "password": secrets.token_urlsafe(24)}
    refused = client.post(address, unknown, secure=True)
    if refused.status_code != 200 or client.get("/", secure=True).status_code != 302:
        sys.exit(f"A try with an unknown account is answered with {refused.status_code}.")
    account = os.environ.get("SIGN_IN_AS")
    if not account:
        print("the page comes and refuses an unknown account")
        return
    given = {"username": account, "password": os.environ["SIGN_IN_PASSWORD"]}
    entered = client.post(address, given, secure=True)
    if entered.status_code != 302 or client.get(entered["Location"], secure=True).status_code != 200:
        sys.exit(f"{account} is not let in.")
    print(f"{account} signs in, and the first page comes")


if __name__ == "__main__":
    main()

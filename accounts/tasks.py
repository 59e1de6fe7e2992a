from celery import shared_task

from accounts.sessions import SessionStore


@shared_task(ignore_result=True)
def clear_sessions() -> None:
    SessionStore.clear_expired()

"""Promised work: done once, tried again, seen by its person alone."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from jobs import run
from jobs.models import Job
from posts import job_files
from reports import tasks


@pytest.fixture
def job(officer) -> Job:
    return Job.objects.create(task="reports.tasks.write_list", title="导出", by=officer)


def test_the_hint_goes_out_when_the_promise_is_kept_in_the_database(
    officer, monkeypatch, django_capture_on_commit_callbacks
):
    sent = []
    monkeypatch.setattr(run, "hint", sent.append)
    with django_capture_on_commit_callbacks(execute=True):
        job = run.start(tasks.write_list, by=officer, title="导出", list="x")
        assert sent == []
    assert sent == [job] and job.state == Job.State.QUEUED


def test_effect_and_done_come_together(job):
    run.perform(str(job.pk), lambda job, progress: {"rows": 3})
    job.refresh_from_db()
    assert (job.state, job.result) == (Job.State.DONE, {"rows": 3}) and job.done_at


def test_a_job_done_is_not_done_again(job):
    calls = []
    for _delivery in range(2):
        run.perform(str(job.pk), lambda job, progress: calls.append(1))
    assert calls == [1]


def test_what_failed_leaves_no_effect_and_waits_for_the_sweeper(job, officer):
    def breaks(job, progress):
        Job.objects.create(task="half", title="半", by=officer)
        raise RuntimeError("worker's bad day")

    run.perform(str(job.pk), breaks)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.QUEUED, 1) and not Job.objects.filter(task="half").exists()


def test_after_three_failures_it_stops_and_says_so(job):
    for _try in range(3):
        run.perform(str(job.pk), lambda job, progress: 1 / 0)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED and job.error


def test_a_refusal_is_told_and_not_tried_again(job):
    def refuses(job, progress):
        raise run.Refused("没有权限")

    run.perform(str(job.pk), refuses)
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.FAILED, "没有权限")


def test_the_sweeper_sends_the_hint_again(job, monkeypatch):
    sent = []
    monkeypatch.setattr(run, "hint", sent.append)
    assert run.sweep() == 0
    Job.objects.filter(pk=job.pk).update(hinted_at="2026-01-01T00:00:00+08:00")
    assert run.sweep() == 1 and sent == [job]


def test_a_hint_is_sent_again_when_the_clock_was_put_back_a_day(job, monkeypatch):
    sent = []
    monkeypatch.setattr(run, "hint", sent.append)
    Job.objects.filter(pk=job.pk).update(hinted_at=timezone.now() + timedelta(days=1))
    assert run.sweep() == 1 and sent == [job]
    assert run.sweep() == 0


def test_restarts_do_not_use_up_the_attempts(job):
    for _restart in range(run.MOST_ATTEMPTS + 1):
        assert run._claim(str(job.pk))  # and the worker is stopped
    for _failure in range(run.MOST_ATTEMPTS - 1):
        run.perform(str(job.pk), lambda job, progress: 1 / 0)
    run.perform(str(job.pk), lambda job, progress: {"rows": 1})
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.DONE, run.MOST_ATTEMPTS - 1)


def test_a_lost_hint_waits_no_longer_than_a_quarter_of_a_minute():
    every = settings.CELERY_BEAT_SCHEDULE["send promised jobs again"]["schedule"]
    assert run.HINT_AGAIN_AFTER.total_seconds() + every <= 15


def test_a_dead_broker_is_no_error(job, monkeypatch):
    def down(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(run.current_app, "send_task", down)
    run.hint(job)


def test_progress_is_told_while_it_runs(job):
    seen = []

    def work(job, progress):
        progress(1, 4, "第一步")
        seen.append((job.percent, job.progress["message"]))

    run.perform(str(job.pk), work)
    assert seen == [(25, "第一步")]


def test_only_who_asked_fetches_the_file(job, officer, auxiliary, chief, sign_in):
    run.attach(job, "表.csv", "text/csv", b"a,b", place=job_files.mark(officer))
    url = f"/tasks/{job.pk}/file/"
    assert b"".join(sign_in(officer).get(url).streaming_content) == b"a,b"
    assert [sign_in(user).get(url).status_code for user in (auxiliary, chief)] == [404, 404]


def test_a_file_expires(job, officer, sign_in):
    file = run.attach(job, "表.csv", "text/csv", b"a,b", place=job_files.mark(officer))
    type(file).objects.update(expires_at="2026-01-01T00:00:00+08:00")
    assert sign_in(officer).get(f"/tasks/{job.pk}/file/").status_code == 404


def test_a_job_whose_worker_is_killed_each_time_is_given_up(job):
    for _kill in range(run.MOST_STARTS):
        assert run._claim(str(job.pk))
    run.perform(str(job.pk), lambda job, progress: {"rows": 1})
    job.refresh_from_db()
    assert job.state == Job.State.FAILED and job.error


ALL_KNOWN = """
from config.celery import app
app.loader.import_default_modules()
from django.conf import settings
print(sorted({one["task"] for one in settings.CELERY_BEAT_SCHEDULE.values()} - set(app.tasks)))
"""


def test_a_worker_knows_every_task_of_the_schedule():
    """In a process of its own: tests import tasks that the worker would not find by itself."""
    asked = subprocess.run([sys.executable, "-c", ALL_KNOWN], capture_output=True, text=True, check=True)
    assert asked.stdout.strip().splitlines()[-1] == "[]"

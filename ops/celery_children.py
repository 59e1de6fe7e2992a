"""Included by the worker before it forks its pool, see orphans.py."""

from celery.signals import worker_process_init

from ops.orphans import follow_master

worker_process_init.connect(follow_master, weak=False)

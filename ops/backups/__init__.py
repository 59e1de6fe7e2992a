"""Backups of the database: what is in one, how it is encrypted, how it is put back and what is checked afterwards.

The commands are ops/backup.py, ops/restore.py and ops/drill.py.
"""

"""The same work by Django's own admin and by django-import-export, on the same tables (``--peers``).

Both see the rows of the same person under the same policies, show the same columns, and are warmed up like the rest.
Nothing of this is a part of the registry: site, addresses and resources live in this folder alone.
"""

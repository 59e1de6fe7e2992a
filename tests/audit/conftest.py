import environ
import psycopg2
import pytest
from django.db import connection


@pytest.fixture
def owner_cursor(db):
    """A cursor of the owner of the tables, each statement a transaction of its own."""
    url = environ.Env().db_url("DATABASE_OWNER_URL")
    link = psycopg2.connect(
        host=url["HOST"], port=url["PORT"], user=url["USER"], password=url["PASSWORD"] or None,
        dbname=connection.settings_dict["NAME"],
    )  # fmt: skip
    link.autocommit = True
    yield link.cursor()
    link.close()

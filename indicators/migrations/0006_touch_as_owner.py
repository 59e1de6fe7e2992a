"""The triggers that note touched months look at places and months that whoever wrote the row may not see.

They run as the owner, with a search path that nobody else can bend.
"""

from django.db import migrations

FUNCTIONS = ("indicators_touch", "indicators_touch_round", "indicators_touch_span")
AS_OWNER = "ALTER FUNCTION {}() SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
AS_WRITER = "ALTER FUNCTION {}() SECURITY INVOKER RESET search_path"


class Migration(migrations.Migration):
    dependencies = [("indicators", "0006_history")]
    operations = [migrations.RunSQL(AS_OWNER.format(name), AS_WRITER.format(name)) for name in FUNCTIONS]

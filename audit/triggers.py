"""Database triggers of the trail. They differ from pgtrigger's own in one thing: no session can have them ignored."""

from typing import Any

import pgtrigger
from pghistory.trigger import Event
from pgtrigger import compiler


class Unconditional(compiler.UpsertTriggerSql):
    """A trigger that runs with the rights of whoever changes the row."""

    RIGHTS = "SECURITY INVOKER"

    def get_template(self) -> str:
        """Migrations refer to this text: a change of it needs a class of its own."""
        return """
            CREATE OR REPLACE FUNCTION {pgid}() RETURNS TRIGGER AS $$
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql %s SET search_path = public, pg_temp;

            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE TRIGGER {pgid} {when} {operation} ON {table}
                FOR EACH {level} {condition} EXECUTE FUNCTION {pgid}();
            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """.replace("%s", self.RIGHTS)


class AsOwner(Unconditional):
    """A trigger that writes where the person who changes the row may not write: nobody can forge a history."""

    RIGHTS = "SECURITY DEFINER"


class InOneFormat(AsOwner):
    """As the owner, with values written in one way, whatever the session's settings: for hashes."""

    RIGHTS = "SECURITY DEFINER SET TimeZone = 'UTC' SET bytea_output = 'hex'"


def compiled(trigger: pgtrigger.Trigger, model: Any, sql: type[Unconditional]) -> Any:
    """The form of a trigger that migrations store."""
    return compiler.Trigger(
        name=str(trigger.name),
        sql=sql(
            pgid=trigger.get_pgid(model),
            func=trigger.render_func(model),
            table=model._meta.db_table,
            when=trigger.when,
            operation=trigger.operation,
            level=trigger.level,
            condition=trigger.render_condition(model),
        ),
    )


class StoreOldRow(Event):
    """Copies the row as it was into the table of changes."""

    def compile(self, model: Any) -> Any:
        return compiled(self, model, AsOwner)


class Refuse(pgtrigger.Trigger):
    """Refuses to change what is written once; the table's owner is refused as well and must drop it first."""

    when = pgtrigger.Before
    level = pgtrigger.Statement
    func = "RAISE EXCEPTION '% is written once: % is refused', TG_TABLE_NAME, TG_OP;"

    def compile(self, model: Any) -> Any:
        return compiled(self, model, Unconditional)


class RefuseButByLaw(Refuse):
    """As ``Refuse``; a function of the owner that lets go what the law wants says so for its transaction."""

    func = (
        "IF TG_OP = 'DELETE' AND current_setting('audit.lets_go', true) = TG_TABLE_NAME THEN RETURN NULL; END IF; "
        + Refuse.func
    )


class DatedByTheDatabase(pgtrigger.Trigger):
    """Fills the column with the time of the database: nobody who may write the row makes it older."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert

    def __init__(self, column: str):
        super().__init__(name="dated", func=f'NEW."{column}" := now(); RETURN NEW;')

    def compile(self, model: Any) -> Any:
        return compiled(self, model, Unconditional)


EVERY_CHANGE = pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate


def written_once() -> list[Refuse]:
    """The triggers of an append-only table, for its Meta."""
    return [Refuse(name="written_once", operation=EVERY_CHANGE)]

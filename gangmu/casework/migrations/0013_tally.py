"""How many tasks stand where is kept by the database (kernel.ddl.Counting, ADR 14), what is late and released too."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

from gangmu.casework.states import TALLY
from gangmu.kernel import clock
from gangmu.kernel.ddl import Counting, RowSecurity, in_scope
from gangmu.kernel.sqlfiles import statements

REVIEW = statements(Path(__file__).parents[1] / "sql" / "steps.sql")["review"]


class Migration(migrations.Migration):
    dependencies = [("casework", "0012_review_area"), ("incidents", "0001_initial")]
    operations = [
        migrations.AddField("task", "missed_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "task",
            "late",
            models.GeneratedField(
                expression=models.ExpressionWrapper(
                    models.Q(
                        missed_at__isnull=False,
                        missed_at=models.F("due_at"),
                        status__in=["open", "claimed", "reported", "compared", "returned", "offered"],
                    ),
                    output_field=models.BooleanField(),
                ),
                output_field=models.BooleanField(),
                db_persist=True,
            ),
        ),
        migrations.AddIndex(
            "task", models.Index(fields=["due_at", "id", "area"], condition=models.Q(late=True), name="task_late")
        ),
        migrations.AddField("task", "released_on", models.DateField(null=True)),
        migrations.RunSQL(["DROP FUNCTION casework_review(jsonb)", (REVIEW, None)]),
        migrations.CreateModel(
            name="TaskTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area", models.BigIntegerField()),
                ("day", models.DateField(null=True)),
                *((name, models.IntegerField()) for name in TALLY.counts),
                ("incident", models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="incidents.incident")),
            ],
            options={"indexes": [models.Index(fields=["area"], name="task_tally_area")]},
        ),
        RowSecurity("casework_tasktally", in_scope(once=True)),
        # What has stood here before: late by now, released by the history, looked at at its deadline; counted once.
        migrations.RunSQL(
            [
                "SET LOCAL ROLE gangmu_bulk",
                "UPDATE casework_task SET missed_at = due_at WHERE due_at <= now()"
                " AND status IN ('open', 'claimed', 'reported', 'compared', 'returned', 'offered')",
                "UPDATE casework_task t SET released_on = (x.at AT TIME ZONE 'Asia/Shanghai')::date"
                " FROM casework_task_transition x"
                " WHERE x.subject_id = t.id AND x.move = 'release' AND t.status IN ('released', 'closed')",
                "UPDATE casework_timer SET tell_at = due_at WHERE stopped_at IS NULL AND due_at > now()",
                (TALLY.recounting, {"today": clock.today()}),
                "RESET ROLE",
            ],
            "DELETE FROM casework_tasktally",
        ),
        Counting(TALLY),
    ]

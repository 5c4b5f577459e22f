"""A plan of many towns is worked out by the worker: it begins as `working`, and may fail."""

from django.db import migrations, models

from gangmu.command.modes import states
from gangmu.command.modes.states import LIFECYCLE

EDGES = ", ".join(f"('modes_plan', '{a}', '{b}', '{m}')" for a, b, m in LIFECYCLE.edges())


class Migration(migrations.Migration):
    dependencies = [("modes", "0004_owners_of_many")]
    operations = [
        migrations.AlterField(
            "plan",
            "status",
            models.CharField(
                choices=[(str(status), str(status)) for status in states.PlanStatus],
                default=states.PlanStatus["WORKING"],
                max_length=10,
            ),
        ),
        migrations.AddField("plan", "progress", models.IntegerField(default=0)),
        migrations.AddField("plan", "failure", models.JSONField(default=dict)),
        migrations.AddField("plantown", "wanted", models.IntegerField(default=0)),
        migrations.AlterField("plantown", "trios_before", models.IntegerField(default=0)),
        migrations.AlterField("plantown", "heaviest_before", models.IntegerField(default=0)),
        migrations.RunSQL(
            f"DELETE FROM kernel_edge WHERE model = 'modes_plan';"
            f" INSERT INTO kernel_edge (model, source, target, move) VALUES {EDGES};",
            migrations.RunSQL.noop,
        ),
    ]

"""A review knows where it was made; a member's reports are found by him."""

from pathlib import Path

from django.db import migrations, models

from gangmu.kernel.ddl import PolicyChanged, follows, in_scope
from gangmu.kernel.sqlfiles import statements

REVIEW = statements(Path(__file__).parents[1] / "sql" / "steps.sql")["review"]
OF_REPORT = follows("casework_report", "p.id = report_id")


class Migration(migrations.Migration):
    dependencies = [("casework", "0011_following")]
    operations = [
        migrations.AddField("review", "area", models.BigIntegerField(default=0), preserve_default=False),
        migrations.RunSQL(
            [
                "SET LOCAL ROLE gangmu_bulk",
                "UPDATE casework_review v SET area = t.area FROM casework_report r JOIN casework_task t"
                " ON t.id = r.task_id WHERE r.id = v.report_id",
                "RESET ROLE",
            ],
            migrations.RunSQL.noop,
        ),
        PolicyChanged("casework_review", f"{in_scope()} OR {OF_REPORT}", before=OF_REPORT),
        migrations.RunSQL(["DROP FUNCTION casework_review(jsonb)", (REVIEW, None)], migrations.RunSQL.noop),
        migrations.AddIndex("review", models.Index(fields=["area", "at"], name="review_area")),
        migrations.AddIndex("report", models.Index(fields=["by", "-id"], name="report_by")),
    ]

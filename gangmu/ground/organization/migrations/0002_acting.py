"""Who acts, and who is signed in, as functions whose plans are kept: every request asks one of them."""

from pathlib import Path

from django.db import migrations

from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parents[1] / "sql" / "posts.sql")


class Migration(migrations.Migration):
    dependencies = [("organization", "0001_initial"), ("accounts", "0003_session")]
    operations = [
        migrations.RunSQL(SQL["acting_function"], "DROP FUNCTION organization_acting"),
        migrations.RunSQL(SQL["signed_in_function"], "DROP FUNCTION organization_signed_in"),
    ]

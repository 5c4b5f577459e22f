"""That a line belongs to a statement is checked (ADR 13): a month of a city has lines by ten thousands."""

from django.db import migrations

from gangmu.kernel.reference import Reference


class Migration(migrations.Migration):
    dependencies = [("welfare", "0003_acting_post")]
    operations = [Reference("welfare_line", "statement_id", "welfare_statement")]

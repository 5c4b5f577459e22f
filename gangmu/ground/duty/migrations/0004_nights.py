"""Four take turns in a post: nobody needs more than three nights in a row."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duty", "0003_vehicles")]
    operations = [migrations.AlterField("roster", "most_nights", models.IntegerField(default=3))]

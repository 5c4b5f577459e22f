from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0010_rare_keys")]
    operations = [
        migrations.RemoveConstraint("batch", "batch_same_file_once"),
        migrations.AddConstraint(
            "batch",
            models.UniqueConstraint(
                fields=["slot", "digest", "lo", "hi"],
                condition=~models.Q(status="withdrawn"),
                name="batch_same_file_once",
            ),
        ),
    ]

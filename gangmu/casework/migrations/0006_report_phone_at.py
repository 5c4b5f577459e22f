from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_released_feed")]
    operations = [
        migrations.AddField("report", "phone_at", models.DateTimeField(null=True)),
    ]

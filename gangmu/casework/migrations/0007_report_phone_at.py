from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0006_steps")]
    operations = [
        migrations.AddField("report", "phone_at", models.DateTimeField(null=True)),
    ]

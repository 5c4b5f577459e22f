"""When a silent device was heard again; the trio's own visit as a verdict."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("seals", "0002_security")]
    operations = [
        migrations.AddField("device", "back_at", models.DateTimeField(null=True)),
        migrations.AlterField(
            "judgement",
            "verdict",
            models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("bounce", "Bounce"),
                    ("late", "Late"),
                    ("over", "Over"),
                    ("announced", "Announced"),
                    ("visit", "Visit"),
                    ("medical", "Medical"),
                    ("outage", "Outage"),
                    ("alarm", "Alarm"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
    ]

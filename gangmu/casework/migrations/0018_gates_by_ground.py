"""What stands at a gate is found by its ground: a reviewer looks at his town, not at what waits in the whole city."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0017_ended'),
        ('incidents', '0003_holes'),
        ('organization', '0009_set_keys'),
        ('register', '0006_careneed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='task',
            name='task_gate',
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('status__in', ['reported', 'compared'])), fields=['status', 'area'], name='task_gate'),
        ),
    ]

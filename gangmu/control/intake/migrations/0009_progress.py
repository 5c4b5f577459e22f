"""How far a push is; a committed batch can be taken back until it is settled."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("intake", "0008_reasons"), ("kernel", "0002_security")]

    operations = [
        migrations.CreateModel(
            name='Progress',
            fields=[
                ('batch', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='progress', serialize=False, to='intake.batch')),
                ('settled', models.IntegerField(default=0)),
                ('stop', models.BooleanField(default=False)),
            ],
        ),
        migrations.RunSQL(
            "INSERT INTO kernel_edge (model, source, target, move)"
            " VALUES ('intake_batch', 'queued', 'ready', 'cancel') ON CONFLICT DO NOTHING",
            migrations.RunSQL.noop,
        ),
    ]

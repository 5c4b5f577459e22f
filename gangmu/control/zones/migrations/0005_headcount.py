"""How many are inside, counted by a job, for whoever has all of the zone on his ground."""

import django.db.models.deletion
from django.db import migrations, models

from gangmu.kernel.ddl import HI, LO, RowSecurity, follows


class Migration(migrations.Migration):

    dependencies = [
        ('zones', '0004_public'),
    ]

    operations = [
        migrations.CreateModel(
            name='Headcount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counted_at', models.DateTimeField()),
                ('seconds', models.FloatField()),
                ('numbers', models.JSONField()),
                ('zone', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='headcount', to='zones.zone')),
            ],
        ),
        RowSecurity(
            "zones_headcount", follows("zones_zone", f"p.id = zone_id AND p.area >= {LO} AND p.hi <= {HI}")
        ),
    ]

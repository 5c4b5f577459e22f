"""Trios of the other mode stand by; which town is in which mode; reserves."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gangmu.kernel.ddl import AppendOnly
from gangmu.kernel.sqlfiles import statements

POSTS = statements(Path(__file__).parents[1] / "sql" / "posts.sql")


class Migration(migrations.Migration):

    dependencies = [
        ('organization', '0005_planned_week'),
        ('territory', '0003_building'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ModeChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.BigIntegerField()),
                ('mode', models.CharField(choices=[('routine', 'routine'), ('emergency', 'emergency')], max_length=10)),
                ('mechanism', models.CharField(choices=[('first', 'first edition'), ('second', 'second edition'), ('third', 'third edition')], max_length=6)),
                ('at', models.DateTimeField()),
                ('plan_id', models.BigIntegerField(default=0)),
                ('reason', models.CharField(max_length=300)),
            ],
        ),
        migrations.AddField(
            model_name='body',
            name='standing_by',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='body',
            constraint=models.CheckConstraint(condition=models.Q(('standing_by', False), ('kind', 'trio'), _connector='OR'), name='body_trios_stand_by'),
        ),
        migrations.AddField(
            model_name='modechange',
            name='by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='modechange',
            index=models.Index(fields=['area', '-id'], name='mode_of_town'),
        ),
        migrations.RunSQL(
            "UPDATE organization_body SET standing_by = true WHERE kind = 'trio' AND mode = 'emergency'",
            migrations.RunSQL.noop,
        ),
        AppendOnly("organization_modechange"),
        migrations.RunSQL(
            [(POSTS["acting_function"], None), (POSTS["signed_in_function"], None)], migrations.RunSQL.noop
        ),
    ]

import django.db.models.deletion
import gangmu.command.watch.states
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organization', '0004_validity'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Point',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.BigIntegerField()),
                ('text', models.CharField(max_length=200)),
                ('due_at', models.DateTimeField(null=True)),
                ('raised_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.body')),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('raised_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.BigIntegerField()),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(null=True)),
                ('body', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='watches', to='organization.body')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.post')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Gap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.BigIntegerField()),
                ('turn_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('body', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.body')),
                ('watch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gaps', to='watch.watch')),
            ],
        ),
        migrations.CreateModel(
            name='Changeover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.BigIntegerField()),
                ('status', models.CharField(choices=[('drafted', 'drafted'), ('handed', 'handed'), ('accepted', 'accepted')], default=gangmu.command.watch.states.ChangeoverStatus['DRAFTED'], max_length=8)),
                ('opened_at', models.DateTimeField()),
                ('notes', models.CharField(blank=True, max_length=2000)),
                ('snapshot', models.JSONField(null=True)),
                ('digest', models.BinaryField(default=b'', max_length=32)),
                ('handed_at', models.DateTimeField(null=True)),
                ('because', models.CharField(blank=True, max_length=200)),
                ('seen', models.JSONField(default=dict)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('accepted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('handed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('watch', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='changeover', to='watch.watch')),
            ],
        ),
        migrations.CreateModel(
            name='Alarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.BigIntegerField()),
                ('level', models.CharField(choices=[('town', 'town'), ('county', 'county'), ('city', 'city')], max_length=6)),
                ('at', models.DateTimeField()),
                ('gap', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='alarms', to='watch.gap')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('gap', 'level'), name='alarm_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='watch',
            constraint=models.UniqueConstraint(fields=('body', 'starts_at'), name='watch_one_begins'),
        ),
        migrations.AddConstraint(
            model_name='watch',
            constraint=models.UniqueConstraint(fields=('body', 'ends_at'), name='watch_one_ends'),
        ),
        migrations.AddConstraint(
            model_name='watch',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_at__isnull', True)), fields=('body',), name='watch_one_open'),
        ),
        migrations.AddConstraint(
            model_name='watch',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='watch_lasts'),
        ),
        migrations.AddConstraint(
            model_name='gap',
            constraint=models.UniqueConstraint(fields=('body', 'turn_at'), name='gap_once'),
        ),
        migrations.AddConstraint(
            model_name='changeover',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('accepted_by__isnull', True), ('handed_by__isnull', True), ('status', 'drafted')), models.Q(('accepted_by__isnull', True), ('handed_by__isnull', False), ('status', 'handed')), models.Q(('accepted_by__isnull', False), ('handed_by__isnull', False), ('status', 'accepted')), _connector='OR'), name='changeover_signed'),
        ),
        migrations.AddConstraint(
            model_name='changeover',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_by__isnull', True), models.Q(('accepted_by', models.F('handed_by')), _negated=True), _connector='OR'), name='changeover_two_people'),
        ),
        migrations.AddConstraint(
            model_name='changeover',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'drafted'), models.Q(('handed_at__isnull', False), ('snapshot__isnull', False)), _connector='OR'), name='changeover_frozen'),
        ),
    ]

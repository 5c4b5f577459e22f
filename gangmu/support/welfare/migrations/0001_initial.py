import django.db.models.deletion
import gangmu.support.welfare.states
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
            name='Hardship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.BigIntegerField()),
                ('sealed', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('body', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.body')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.BigIntegerField()),
                ('code', models.CharField(max_length=12)),
                ('name', models.CharField(max_length=60)),
                ('hi', models.BigIntegerField()),
                ('month', models.DateField()),
                ('rules', models.CharField(max_length=20)),
                ('closed_at', models.DateTimeField()),
                ('closed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.BigIntegerField()),
                ('month', models.DateField()),
                ('rules', models.CharField(max_length=20)),
                ('rule', models.CharField(max_length=20)),
                ('quantity', models.IntegerField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=10)),
                ('rest_minutes', models.IntegerField(default=0)),
                ('shifts', models.JSONField(default=list)),
                ('late', models.BooleanField(default=False)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('statement', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='welfare.statement')),
            ],
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.BigIntegerField()),
                ('because', models.CharField(choices=[('injured', 'injured on duty'), ('ill', 'ill'), ('family', 'a blow in the family')], max_length=10)),
                ('source', models.CharField(blank=True, max_length=40)),
                ('status', models.CharField(choices=[('owed', 'owed'), ('paid', 'paid'), ('waived', 'waived')], default=gangmu.support.welfare.states.VisitStatus['OWED'], max_length=10)),
                ('owed_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('paid_on', models.DateField(null=True)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('paid_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Commendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.BigIntegerField()),
                ('text', models.CharField(max_length=500)),
                ('evidence', models.JSONField(default=list)),
                ('status', models.CharField(choices=[('proposed', 'proposed'), ('approved', 'approved'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], default=gangmu.support.welfare.states.CommendationStatus['PROPOSED'], max_length=10)),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, max_length=300)),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('proposed_by', models.F('user')), _negated=True), name='commendation_not_of_oneself'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(models.Q(('decided_by', models.F('user')), _negated=True), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='commendation_decided_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['approved', 'declined']), _negated=True), ('decided_by__isnull', False), _connector='OR'), name='commendation_decided')],
            },
        ),
        migrations.CreateModel(
            name='Rest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.BigIntegerField()),
                ('day', models.DateField()),
                ('minutes', models.IntegerField()),
                ('note', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('minutes__gt', 0), models.Q(('minutes__lt', 0), models.Q(('note', ''), _negated=True)), _connector='OR'), name='rest_counts')],
            },
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.UniqueConstraint(fields=('area', 'month'), name='statement_once'),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.UniqueConstraint(condition=models.Q(('late', False)), fields=('statement', 'user', 'rule'), name='line_of_rule_once'),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.CheckConstraint(condition=models.Q(('late', False), models.Q(('reason', ''), _negated=True), _connector='OR'), name='line_late_has_reason'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(condition=models.Q(('status', 'owed')), fields=['due_at'], name='visit_owed'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'paid'), _negated=True), models.Q(('paid_by__isnull', False), ('paid_on__isnull', False), models.Q(('paid_by', models.F('user')), _negated=True)), _connector='OR'), name='visit_paid_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.UniqueConstraint(condition=models.Q(('source', ''), _negated=True), fields=('source',), name='visit_of_source_once'),
        ),
    ]

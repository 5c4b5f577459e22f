"""What must not be forgotten about persons: special data, seen on its own ground only."""

import django.db.models.deletion
from django.db import migrations, models

from gangmu.kernel.ddl import RowSecurity


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0005_presence_person'),
    ]

    operations = [
        migrations.CreateModel(
            name='CareNeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.BigIntegerField()),
                ('incident_id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('infant', 'infant'), ('labour', 'pregnant or near labour'), ('dialysis', 'dialysis'), ('medicine', 'regular medicine'), ('carer', 'cares for somebody'), ('bedridden', 'bedridden or disabled'), ('alone', 'old and alone'), ('distress', 'wishes to talk to somebody')], max_length=10)),
                ('source', models.CharField(choices=[('door', 'at the door'), ('phone', 'by phone'), ('portal', 'by himself, online'), ('desk', 'at the office')], max_length=6)),
                ('noted_by', models.CharField(max_length=120)),
                ('noted_at', models.DateTimeField()),
                ('ended_by', models.CharField(blank=True, max_length=120)),
                ('ended_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='needs', to='register.person')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['area', 'kind'], name='care_need_here')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('person', 'incident_id', 'kind'), name='care_need_once'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), models.Q(('ended_by', ''), _negated=True), _connector='OR'), name='care_need_ended_by_somebody')],
            },
        ),
        RowSecurity("register_careneed"),
    ]

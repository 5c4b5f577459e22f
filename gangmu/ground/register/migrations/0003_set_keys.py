"""A presence's person is checked set by set (ADR 13); no index holds what is nearly always null."""

import django.db.models.deletion
from django.db import migrations, models

from gangmu.kernel.reference import Reference


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0002_security'),
    ]

    operations = [
        migrations.AlterField(
            model_name='person',
            name='merged_into',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='register.person'),
        ),
        migrations.AlterField(
            model_name='presence',
            name='household',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='presences', to='register.household'),
        ),
        migrations.AlterField(
            model_name='presence',
            name='person',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='register.person'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='person_merged'),
        ),
        migrations.AddIndex(
            model_name='presence',
            index=models.Index(condition=models.Q(('household__isnull', False)), fields=['household'], name='presence_household'),
        ),
        Reference("register_presence", "person_id", "register_person"),
    ]

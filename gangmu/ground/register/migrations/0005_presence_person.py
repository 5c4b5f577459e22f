"""Whether a person is here is asked of one index, row by row."""

import django.db.models.deletion
from django.db import migrations, models

from gangmu.kernel.ddl import PolicyChanged, follows


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0004_building'),
    ]

    operations = [
        migrations.AlterField(
            model_name='presence',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='register.person'),
        ),
        migrations.AddIndex(
            model_name='presence',
            index=models.Index(fields=['person', 'area'], name='presence_person'),
        ),
        PolicyChanged(
            "register_person",
            follows("register_presence", "p.person_id = register_person.id"),
            before="EXISTS (SELECT 1 FROM register_presence p WHERE p.person_id = register_person.id)",
        ),
    ]

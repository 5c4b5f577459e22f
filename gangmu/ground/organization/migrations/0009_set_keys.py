"""Whom and what a holding and a shift point at is checked set by set (ADR 13): a switch writes them by ten thousands."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gangmu.kernel.reference import Reference


class Migration(migrations.Migration):

    dependencies = [
        ('organization', '0008_holding_key'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='holding',
            name='post',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='holdings', to='organization.post'),
        ),
        migrations.AlterField(
            model_name='holding',
            name='user',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='shift',
            name='body',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='shifts', to='organization.body'),
        ),
        migrations.AlterField(
            model_name='shift',
            name='post',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='shifts', to='organization.post'),
        ),
        migrations.AlterField(
            model_name='shift',
            name='user',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to=settings.AUTH_USER_MODEL),
        ),
        Reference("organization_holding", "user_id", "accounts_user"),
        Reference("organization_holding", "post_id", "organization_post"),
        Reference("organization_shift", "user_id", "accounts_user"),
        Reference("organization_shift", "post_id", "organization_post"),
        Reference("organization_shift", "body_id", "organization_body"),
    ]

"""One key of user and post keeps holdings apart (see the model)."""

import django.contrib.postgres.constraints
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organization', '0007_installer'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='holding',
            name='holding_once',
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('user'), '*', models.Value(4294967296)), '+', models.F('post')), '='), ('valid', '&&')], name='holding_once'),
        ),
    ]

"""What follows a batch, and a batch that follows its rows, is asked for row by row."""

from django.db import migrations

from gangmu.kernel.ddl import PolicyChanged, follows, in_scope


class Migration(migrations.Migration):
    dependencies = [("intake", "0006_set_keys")]
    operations = [
        PolicyChanged(
            "intake_batch",
            f"{in_scope()} OR {follows('intake_row', 'p.batch_id = intake_batch.id')}",
            before=f"{in_scope()} OR EXISTS (SELECT 1 FROM intake_row r WHERE r.batch_id = intake_batch.id)",
        ),
        PolicyChanged(
            "intake_batch_transition",
            follows("intake_batch", "p.id = subject_id"),
            before="EXISTS (SELECT 1 FROM intake_batch t WHERE t.id = subject_id)",
            name="follows",
        ),
    ]

from django.db import migrations


class Migration(migrations.Migration):
    """Only the trigger of the rows counts them: whoever could call it might change a ledger that he does not see. And
    nothing that quotes a settled list is left."""

    dependencies = [("intake", "0011_same_file_of_a_territory")]
    operations = [
        migrations.RunSQL(
            "REVOKE EXECUTE ON FUNCTION intake_count(bigint, jsonb) FROM PUBLIC, gangmu_web;"
            "GRANT EXECUTE ON FUNCTION intake_count(bigint, jsonb) TO gangmu_owner",
            "GRANT EXECUTE ON FUNCTION intake_count(bigint, jsonb) TO PUBLIC, gangmu_web",
        ),
        # What was settled before previews ended with their push.
        migrations.RunSQL(
            "SET LOCAL ROLE gangmu_bulk;"
            "UPDATE intake_batch SET preview = '{}' WHERE status IN ('done', 'rejected') AND preview <> '{}';"
            "RESET ROLE",
            migrations.RunSQL.noop,
        ),
    ]

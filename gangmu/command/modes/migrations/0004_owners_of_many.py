"""A switch gives 60,000 tasks another owner: that there is such a body is checked once for all of them, not row by row."""

from django.db import migrations

# `kernel.ddl.Reference` checks a changed key row by row, for a click changes one. The bulk role changes many: for it the
# same function looks at the set, as it does for what is inserted.
BY_SET = """
DROP TRIGGER casework_task_owner_id_update ON casework_task;
CREATE TRIGGER casework_task_owner_id_update AFTER UPDATE OF owner_id ON casework_task FOR EACH ROW
    WHEN (NEW.owner_id IS DISTINCT FROM OLD.owner_id AND NEW.owner_id IS NOT NULL AND current_user <> 'gangmu_bulk')
    EXECUTE FUNCTION casework_task_owner_id_given();
CREATE TRIGGER casework_task_owner_id_updates AFTER UPDATE ON casework_task REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT WHEN (current_user = 'gangmu_bulk') EXECUTE FUNCTION casework_task_owner_id_given();
"""
BY_ROW = """
DROP TRIGGER casework_task_owner_id_updates ON casework_task;
DROP TRIGGER casework_task_owner_id_update ON casework_task;
CREATE TRIGGER casework_task_owner_id_update AFTER UPDATE OF owner_id ON casework_task FOR EACH ROW
    WHEN (NEW.owner_id IS DISTINCT FROM OLD.owner_id AND NEW.owner_id IS NOT NULL)
    EXECUTE FUNCTION casework_task_owner_id_given();
"""


class Migration(migrations.Migration):
    dependencies = [("modes", "0003_installer"), ("casework", "0015_settlement")]
    operations = [migrations.RunSQL(BY_SET, BY_ROW)]

-- name: escalate
-- Every timer that is due to tell somebody tells the next level of the ladder, once: %(levels)s are the levels in
-- order, %(waits)s the minutes after the deadline at which each is told (after the last, in a hundred years). Runs as
-- the bulk role.
WITH due AS (
    SELECT id, task_id, stage, told, due_at FROM casework_timer
     WHERE stopped_at IS NULL AND told < %(steps)s AND tell_at <= %(now)s
     ORDER BY tell_at LIMIT %(most)s FOR UPDATE SKIP LOCKED),
told AS (
    INSERT INTO casework_escalation (task_id, timer_id, level, at, area)
    SELECT d.task_id, d.id, (%(levels)s::text[])[d.told + 1], %(now)s, t.area
      FROM due d JOIN casework_task t ON t.id = d.task_id
    ON CONFLICT (timer_id, level) DO NOTHING
    RETURNING task_id, timer_id, level, area),
facts AS (
    INSERT INTO kernel_fact (kind, subject_id, area, data, actor, at)
    SELECT 'casework.deadline_passed', t.task_id, t.area,
           jsonb_build_object('stage', d.stage, 'level', t.level), %(actor)s, %(now)s
      FROM told t JOIN due d ON d.id = t.timer_id
    RETURNING id)
UPDATE casework_timer m
   SET told = d.told + 1,
       tell_at = d.due_at + make_interval(mins => coalesce((%(waits)s::int[])[d.told + 2], 52560000))
  FROM due d WHERE m.id = d.id
RETURNING m.id, (SELECT count(*) FROM facts)

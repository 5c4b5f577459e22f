-- name: escalate
-- Every timer that is due to tell somebody tells the next level of its incident's ladder, once. %(ladders)s are those of
-- the packs: the levels in order, and the minutes after the deadline at which each is told. A timer looked at too early
-- (all of them at the deadline itself, when the task is marked as late) waits on; after the last level it waits a hundred
-- years. Task and timer are locked together and never waited for: whoever moves a task locks them one after the other.
-- Runs as the bulk role.
WITH ladder AS MATERIALIZED (
    SELECT i.id AS incident, l.levels, l.waits
      FROM jsonb_to_recordset(%(ladders)s::jsonb) AS l(pack text, version text, levels text[], waits int[])
      JOIN incidents_incident i ON (i.pack, i.pack_version) = (l.pack, l.version)),
due AS (
    SELECT m.id, m.task_id, m.stage, m.told, m.due_at, t.area, l.levels[m.told + 1] AS level, l.waits,
           coalesce(m.due_at + make_interval(mins => l.waits[m.told + 1]) <= %(now)s, false) AS reached
      FROM casework_timer m
      JOIN casework_task t ON t.id = m.task_id
      JOIN ladder l ON l.incident = t.incident_id
     WHERE m.stopped_at IS NULL AND m.tell_at <= %(now)s
     ORDER BY m.tell_at LIMIT %(most)s FOR NO KEY UPDATE OF m, t SKIP LOCKED),
late AS (
    UPDATE casework_task t SET missed_at = t.due_at FROM due d
     WHERE t.id = d.task_id AND t.due_at <= %(now)s AND t.missed_at IS DISTINCT FROM t.due_at),
told AS (
    INSERT INTO casework_escalation (task_id, timer_id, level, at, area)
    SELECT task_id, id, level, %(now)s, area FROM due WHERE reached
    ON CONFLICT (timer_id, level) DO NOTHING
    RETURNING task_id, timer_id, level, area),
facts AS (
    INSERT INTO kernel_fact (kind, subject_id, area, data, actor, at)
    SELECT 'casework.deadline_passed', t.task_id, t.area,
           jsonb_build_object('stage', d.stage, 'level', t.level), %(actor)s, %(now)s
      FROM told t JOIN due d ON d.id = t.timer_id)
UPDATE casework_timer m
   SET told = d.told + d.reached::int,
       tell_at = d.due_at + coalesce(make_interval(mins => d.waits[d.told + 1 + d.reached::int]), interval '100 years')
  FROM due d WHERE m.id = d.id
RETURNING d.reached

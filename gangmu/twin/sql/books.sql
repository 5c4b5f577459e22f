-- What an instance has about pushes: read past row security, to be compared with the twin's own book.

-- name: rows
SELECT batch_id, number, outcome, coalesce(task_id, 0) FROM intake_row WHERE batch_id = ANY(%(pushes)s::bigint[])

-- name: tasks
-- The closing comes by itself, some seconds after the release: it is no move of anybody's.
SELECT t.id, t.status, t.name, t.area,
       ARRAY(SELECT x.move FROM casework_task_transition x
              WHERE x.subject_id = t.id AND x.move <> 'close' ORDER BY x.id),
       coalesce((SELECT r.outcome FROM casework_report r
                  WHERE r.task_id = t.id AND NOT r.late ORDER BY r.id DESC LIMIT 1), ''),
       (SELECT count(*) FROM casework_report r WHERE r.task_id = t.id AND NOT r.late),
       (SELECT count(*) FROM casework_report r WHERE r.task_id = t.id AND r.late),
       ARRAY(SELECT f.data ->> 'outcome' FROM kernel_fact f
              WHERE f.kind = 'casework.released' AND f.subject_id = t.id ORDER BY f.id),
       (SELECT count(*) FROM kernel_fact f WHERE f.kind = 'casework.handed_over' AND f.subject_id = t.id)
  FROM casework_task t
 WHERE t.id IN (SELECT task_id FROM intake_row WHERE batch_id = ANY(%(pushes)s::bigint[]))

-- name: settled
SELECT subject_id, data::text FROM kernel_fact
 WHERE kind = 'intake.push_settled' AND subject_id = ANY(%(pushes)s::bigint[])
 ORDER BY id

-- Released reports as a feed that a partner reads on and on.

-- name: horizon
-- The moment before which the feed is complete: whatever is not yet committed is dated later. A transaction that has
-- written nothing yet will date what it writes after the start of this statement.
SELECT least(min(xact_start), statement_timestamp())
  FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL

-- name: released
SELECT x.at, x.id, t.id, t.status, t.kind, t.category, i.code, t.area, t.created_at, t.name, t.person_id IS NOT NULL,
       coalesce(p.document_kind, 'none'), coalesce(p.document_mask, ''), coalesce(p.phone_mask, ''),
       r.id, r.outcome, r.answers::text, r.at
  FROM casework_task_transition x
  JOIN casework_task t ON t.id = x.subject_id
  JOIN incidents_incident i ON i.id = t.incident_id
  JOIN LATERAL (SELECT id, outcome, answers, at FROM casework_report
                 WHERE task_id = t.id AND NOT late ORDER BY id DESC LIMIT 1) r ON true
  LEFT JOIN register_person p ON p.id = t.person_id
 WHERE x.move = 'release' AND (x.at, x.id) > (%(since)s, %(position)s) AND x.at < %(horizon)s
   AND t.area >= %(lo)s AND t.area < %(hi)s AND NOT %(holes)s::int8multirange @> t.area
 ORDER BY x.at, x.id
 LIMIT %(limit)s

-- name: gates
SELECT report_id, gate, at FROM casework_review WHERE report_id = ANY(%(reports)s::bigint[]) AND passed ORDER BY id

-- name: named
-- The rows of the caller's own pushes; what others have sent about the same person is none of his business.
SELECT r.task_id, r.batch_id, r.number, r.outcome, r.source_ref
  FROM intake_row r JOIN intake_batch b ON b.id = r.batch_id
 WHERE r.task_id = ANY(%(tasks)s::bigint[]) AND b.pushed_by_id = %(user)s
 ORDER BY r.id

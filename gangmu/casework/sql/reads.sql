-- name: standing
-- Sums of the tally by areas cut to %(step)s: its columns in the order of states.TALLY, and what was released today.
SELECT area / %(step)s * %(step)s AS place, sum(open), sum(claimed), sum(reported), sum(compared), sum(returned),
       sum(offered), sum(released), sum(closed), sum(cancelled), sum(late),
       coalesce(sum(released + closed) FILTER (WHERE day = %(today)s), 0)
  FROM casework_tasktally
 WHERE area >= %(lo)s AND area < %(hi)s AND NOT %(holes)s::int8multirange @> area
   AND (%(incident)s::bigint IS NULL OR incident_id = %(incident)s)
 GROUP BY place ORDER BY place

-- name: open_by_grid
SELECT area, sum(open + claimed + reported + compared + returned + offered)
  FROM casework_tasktally
 WHERE area >= %(lo)s AND area < %(hi)s AND NOT %(holes)s::int8multirange @> area
   AND (%(incident)s::bigint IS NULL OR incident_id = %(incident)s)
 GROUP BY area

-- name: count_open
SELECT coalesce(sum(open), 0), coalesce(sum(claimed), 0), coalesce(sum(reported), 0), coalesce(sum(compared), 0),
       coalesce(sum(returned), 0), coalesce(sum(offered), 0), coalesce(sum(late), 0)
  FROM casework_tasktally
 WHERE area >= %(lo)s AND area < %(hi)s AND NOT %(holes)s::int8multirange @> area

-- name: count_mine
SELECT t.status, count(*), count(*) FILTER (WHERE t.due_at < %(now)s)
  FROM casework_task t
 WHERE t.owner_id = %(body)s AND t.status = ANY(%(statuses)s)
   AND t.area >= %(lo)s AND t.area < %(hi)s AND NOT %(holes)s::int8multirange @> t.area
 GROUP BY t.status

-- name: mark_of_mine
-- A number that changes whenever anything of the trio's list does, whichever column.
SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)
  FROM casework_task t
 WHERE t.owner_id = %(body)s AND t.status = ANY(%(statuses)s)
   AND t.area >= %(lo)s AND t.area < %(hi)s AND NOT %(holes)s::int8multirange @> t.area

-- name: marks_of_bodies
-- For each body a text that changes whenever one of its unfinished tasks moves, comes or goes.
SELECT owner_id, count(*) || '.' || sum(version) || '.' || max(id)
  FROM casework_task
 WHERE owner_id = ANY(%(bodies)s) AND status = ANY(%(statuses)s)
 GROUP BY owner_id

-- name: timeline
-- Who acted is kept as 'user/post'; the names are joined as they are now. Moves that have a row of their own
-- (reports, reviews, offers) are told by that row.
WITH visible AS (
    SELECT id FROM casework_task
     WHERE id = %(task)s AND area >= %(lo)s AND area < %(hi)s AND NOT %(holes)s::int8multirange @> area),
events AS (
    SELECT x.at, 1 AS rank, x.id, 'move' AS kind, x.move AS code, x.actor, x.reason AS text,
           jsonb_build_object('from', x.source, 'to', x.target) AS data
      FROM casework_task_transition x JOIN visible v ON v.id = x.subject_id
     WHERE x.move NOT IN ('report', 'compare', 'release', 'return', 'offer')
    UNION ALL
    SELECT r.at, 2, r.id, CASE WHEN r.late THEN 'late_report' ELSE 'report' END, r.outcome, r.by_id || '/' || r.post_id,
           '', r.answers
      FROM casework_report r JOIN visible v ON v.id = r.task_id
    UNION ALL
    SELECT w.at, 3, w.id, 'review', w.gate, w.by_id || '/', w.reason, jsonb_build_object('passed', w.passed)
      FROM casework_review w JOIN casework_report r ON r.id = w.report_id JOIN visible v ON v.id = r.task_id
    UNION ALL
    SELECT s.at, 3, s.id, 'settled', CASE WHEN s.counts THEN 'counts' ELSE 'aside' END, s.by_id || '/', '',
           jsonb_build_object('outcome', r.outcome)
      FROM casework_settlement s JOIN casework_report r ON r.id = s.report_id JOIN visible v ON v.id = r.task_id
    UNION ALL
    SELECT h.offered_at, 4, h.id, 'handover', 'offer', h.offered_by_id || '/', h.reason,
           jsonb_build_object('from', h.source_area, 'to', h.target_area)
      FROM casework_handover h JOIN visible v ON v.id = h.task_id
    UNION ALL
    SELECT r.at, 5, r.id, 'reassigned', 'reassign', '', r.reason, jsonb_build_object('from', a.name, 'to', b.name)
      FROM casework_reassignment r JOIN visible v ON v.id = r.task_id
      JOIN organization_body a ON a.id = r.source_body_id JOIN organization_body b ON b.id = r.target_body_id
    UNION ALL
    SELECT e.at, 6, e.id, 'told', e.level, '', '', jsonb_build_object('stage', m.stage)
      FROM casework_escalation e JOIN casework_timer m ON m.id = e.timer_id JOIN visible v ON v.id = e.task_id)
SELECT e.at, e.kind, e.code,
       coalesce(u.name, '') || coalesce(nullif(' · ' || p.title, ' · ' || u.name), ''), e.text, e.data
  FROM events e
  LEFT JOIN accounts_user u ON u.id = CASE WHEN e.actor ~ '^\d+/' THEN split_part(e.actor, '/', 1)::bigint END
  LEFT JOIN organization_post p ON p.id = CASE WHEN e.actor ~ '^\d+/\d+$' THEN split_part(e.actor, '/', 2)::bigint END
 ORDER BY e.at, e.rank, e.id

-- name: open_by_place
-- Open tasks of a piece of ground by their area, as fine as it is known.
SELECT area, count(*) FROM casework_task
 WHERE status IN ('open', 'claimed', 'reported', 'compared', 'returned', 'offered')
   AND area >= %(lo)s AND area < %(hi)s AND NOT %(holes)s::int8multirange @> area
 GROUP BY area

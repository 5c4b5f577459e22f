-- The mode of towns has changed, or a trio was given grids: what is open and belongs to a trio that stands by (%(every)s:
-- to any that does not own its ground) goes to the trio that owns the ground now. `effective_owner` (area, body) is staged by the organization; an offered task is looked up where it came from.
-- Its deadline runs on. A claim stays if the claimer sits in the new trio, else the door is open to all of it; a reason
-- for a return has to be read again. As the bulk role; `gangmu.move` and its reason are told before.

-- name: hold
-- What may have to move is locked first, by a statement of its own: the next one sees what was reported, claimed or offered
-- while this one waited. Where an offered task came from is not asked here.
SELECT t.id
  FROM organization_body b
  JOIN staged_town s ON b.lo >= s.lo AND b.lo < s.hi
  JOIN casework_task t ON t.owner_id = b.id
  LEFT JOIN effective_owner a ON a.area = t.area
  LEFT JOIN effective_owner g ON g.area = t.area / 1000 * 1000
  LEFT JOIN effective_owner v ON v.area = t.area / 1000000 * 1000000
 WHERE b.kind = 'trio'
   AND (b.standing_by OR %(every)s AND (t.status = 'offered' OR coalesce(a.body, g.body, v.body) <> t.owner_id))
   AND t.status IN ('open', 'claimed', 'reported', 'compared', 'returned', 'offered')
 ORDER BY t.id FOR NO KEY UPDATE OF t

-- name: reassign
-- How many each trio got, and how many claims ended.
WITH moved AS MATERIALIZED (
    SELECT t.id, t.owner_id AS source, coalesce(a.body, g.body, v.body) AS target, t.claimed_by_id,
           t.status = 'claimed' AND NOT EXISTS (
               SELECT FROM organization_holding h JOIN organization_post p ON p.id = h.post_id
                WHERE h.user_id = t.claimed_by_id AND p.body_id = coalesce(a.body, g.body, v.body)
                  AND h.valid @> %(day)s::date) AS freed
      FROM organization_body b
      JOIN staged_town s ON b.lo >= s.lo AND b.lo < s.hi
      JOIN casework_task t ON t.owner_id = b.id
      LEFT JOIN casework_handover o ON o.task_id = t.id AND o.status = 'offered' AND t.status = 'offered'
      CROSS JOIN LATERAL (SELECT coalesce(o.source_area, t.area) AS area) w
      LEFT JOIN effective_owner a ON a.area = w.area
      LEFT JOIN effective_owner g ON g.area = w.area / 1000 * 1000
      LEFT JOIN effective_owner v ON v.area = w.area / 1000000 * 1000000
     WHERE b.kind = 'trio' AND (b.standing_by OR %(every)s AND coalesce(a.body, g.body, v.body) <> t.owner_id)
       AND t.status IN ('open', 'claimed', 'reported', 'compared', 'returned', 'offered')),
gone AS (
    UPDATE casework_task t
       SET owner_id = m.target, version = t.version + 1,
           status = CASE WHEN m.freed THEN 'open' ELSE t.status END,
           claimed_by_id = CASE WHEN m.freed THEN NULL ELSE t.claimed_by_id END,
           claimed_at = CASE WHEN m.freed THEN NULL ELSE t.claimed_at END,
           return_opened_at = CASE WHEN t.status = 'returned' THEN NULL ELSE t.return_opened_at END
      FROM moved m WHERE t.id = m.id AND m.target IS NOT NULL
    RETURNING t.id, m.source, m.target, CASE WHEN m.freed THEN m.claimed_by_id END AS claimed_by),
kept AS (
    INSERT INTO casework_reassignment (task_id, source_body_id, target_body_id, claimed_by_id, at, reason)
    SELECT id, source, target, claimed_by, %(now)s, left(%(reason)s, 300) FROM gone ORDER BY target, id
    RETURNING target_body_id, claimed_by_id)
SELECT target_body_id, count(*), count(claimed_by_id) FROM kept GROUP BY target_body_id

-- name: left_behind
-- Open tasks of the staged towns whose owner stands by: there must be none.
SELECT count(*)
  FROM organization_body b
  JOIN staged_town s ON b.lo >= s.lo AND b.lo < s.hi
  JOIN casework_task t ON t.owner_id = b.id
 WHERE b.kind = 'trio' AND b.standing_by AND t.status IN ('open', 'claimed', 'reported', 'compared', 'returned', 'offered')

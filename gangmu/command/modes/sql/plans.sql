-- name: tasks_by_trio
-- How many open tasks lie on the ground of each trio of a town's plan: what is known to a grid or village only is with the
-- first trio there, as it is when the plan is carried out.
WITH ground AS (
    SELECT t.id, t.code, unnest(t.areas) AS area FROM modes_plantrio t WHERE t.town_id = %(town)s),
place AS MATERIALIZED (
    SELECT DISTINCT ON (area) area, id
      FROM (SELECT s.step * (g.area / s.step) AS area, g.id, g.code, s.step
              FROM ground g CROSS JOIN (VALUES (1::bigint), (1000), (1000000)) AS s (step)) x
     ORDER BY area, step, code),
work AS MATERIALIZED (
    SELECT coalesce(h.source_area, t.area) AS area, count(*) AS n
      FROM casework_task t
      LEFT JOIN casework_handover h ON h.task_id = t.id AND h.status = 'offered' AND t.status = 'offered'
     WHERE t.status IN ('open', 'claimed', 'reported', 'compared', 'returned', 'offered')
       AND t.area >= %(lo)s AND t.area < %(hi)s
     GROUP BY 1)
SELECT coalesce(a.id, g.id, v.id) AS trio, sum(w.n)::bigint
  FROM work w
  LEFT JOIN place a ON a.area = w.area
  LEFT JOIN place g ON g.area = w.area / 1000 * 1000
  LEFT JOIN place v ON v.area = w.area / 1000000 * 1000000
 WHERE coalesce(a.id, g.id, v.id) IS NOT NULL
 GROUP BY 1

-- name: seats_of
-- Who is to be sent now: seats of the towns whose holder is still there, still in the post he comes from, not sent
-- already and not away (%(now)s to %(soon)s); empty and lost seats come without a user.
SELECT t.code, s.role, CASE WHEN h.id IS NOT NULL THEN s.user_id END, s.deputy
  FROM modes_plantrio t
  JOIN modes_planseat s ON s.trio_id = t.id
  LEFT JOIN accounts_user u ON u.id = s.user_id AND u.is_active
  LEFT JOIN organization_holding h ON h.user_id = u.id AND h.post_id = s.origin_id AND h.valid @> %(day)s::date
   AND NOT EXISTS (SELECT FROM organization_holding a JOIN organization_post q ON q.id = a.post_id
                     JOIN organization_body o ON o.id = q.body_id
                    WHERE a.user_id = s.user_id AND a.valid @> %(day)s::date AND o.mode = 'emergency' AND NOT o.standing_by)
   AND NOT EXISTS (SELECT FROM organization_absence b
                    WHERE b.user_id = s.user_id AND b.during && tstzrange(%(now)s, %(soon)s))
 WHERE t.town_id = ANY(%(towns)s)

-- name: staff_of_towns
-- By town: seats filled from the routine trios, from the reserve, seats with nobody, seats with one shift only.
SELECT t.town_id, sum(staying)::int, sum(sent)::int, sum((held = 0)::int)::int, sum((held = 1)::int)::int
  FROM modes_plantrio t
  JOIN (SELECT s.trio_id, s.role, count(*) FILTER (WHERE b.kind = 'trio' AND NOT s.deputy) AS staying,
               count(*) FILTER (WHERE b.kind = 'reserve') AS sent, count(s.user_id) FILTER (WHERE NOT s.deputy) AS held
          FROM modes_planseat s
          LEFT JOIN organization_post p ON p.id = s.origin_id
          LEFT JOIN organization_body b ON b.id = p.body_id
         WHERE s.role = ANY(%(roles)s) GROUP BY s.trio_id, s.role) r ON r.trio_id = t.id
 WHERE t.town_id = ANY(%(towns)s)
 GROUP BY t.town_id

-- name: worked
-- What became of the tasks of the emergency trios of a town while it was in emergency.
SELECT count(*) FILTER (WHERE x.move = 'report'), count(*) FILTER (WHERE x.move = 'release'),
       count(*) FILTER (WHERE x.move = 'return')
  FROM casework_task_transition x JOIN casework_task t ON t.id = x.subject_id
 WHERE t.area >= %(lo)s AND t.area < %(hi)s AND x.at >= %(begin)s AND x.at < %(end)s

-- name: open_by_town
SELECT w.area, coalesce(sum(t.open + t.claimed + t.reported + t.compared + t.returned + t.offered), 0)::bigint
  FROM modes_plantown w
  JOIN casework_tasktally t ON t.area >= w.area AND t.area < w.area + 1000000000
 WHERE w.id = ANY(%(towns)s)
 GROUP BY w.area

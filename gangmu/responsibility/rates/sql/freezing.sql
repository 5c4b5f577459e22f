-- One week by sets: who is required, who has a valid sample, per village; then distinct per unit of every level.

-- name: people
-- Everybody required, once per village. Row security does not bind the bulk role; the ground is the incident's.
INSERT INTO rates_base (person, village)
SELECT DISTINCT p.person_id, p.area / 1000000 * 1000000 FROM register_presence p
 WHERE p.area >= %(lo)s AND p.area < %(hi)s AND NOT %(holes)s::int8multirange @> p.area AND p.since < %(ends)s AND (p.until IS NULL OR p.until >= %(ends)s)
   AND (p.incident_id = %(incident)s OR (%(everyday)s AND p.incident_id IS NULL))

-- name: mark
UPDATE rates_base b SET sampled = true FROM rates_taken t WHERE t.person = b.person

-- name: rolls
INSERT INTO rates_roll (week_id, area, revision, required, sampled)
SELECT %(week)s, village, 0, array_agg(person ORDER BY person),
       coalesce(array_agg(person ORDER BY person) FILTER (WHERE sampled), '{}')
  FROM rates_base GROUP BY village

-- name: rates
INSERT INTO rates_rate (week_id, area, revision, level, code, name, required, sampled, at)
SELECT %(week)s, u.lo, 0, u.level, u.code, u.name, coalesce(c.required, 0), coalesce(c.sampled, 0), %(now)s
  FROM rates_unit u
  LEFT JOIN (SELECT d.code, count(*) AS required, count(*) FILTER (WHERE d.sampled) AS sampled
               FROM (SELECT DISTINCT m.code, b.person, b.sampled FROM rates_base b JOIN rates_member m USING (village)) d
              GROUP BY d.code) c USING (code)

-- name: members
-- Which village lies in which unit; a unit is a range with holes, given in pieces.
INSERT INTO rates_member (village, code)
SELECT DISTINCT v.village, p.code FROM (SELECT DISTINCT village FROM rates_base) v
  JOIN rates_piece p ON v.village >= p.lo AND v.village < p.hi

-- name: recall
-- The required as they were frozen, for a revision: the denominator stays.
INSERT INTO rates_base (person, village)
SELECT u.person, r.area FROM rates_roll r, unnest(r.required) AS u (person)
 WHERE r.week_id = %(week)s AND r.revision = 0

-- name: revised_rolls
INSERT INTO rates_roll (week_id, area, revision, required, sampled)
SELECT %(week)s, n.village, %(revision)s, n.required, n.sampled
  FROM (SELECT village, array_agg(person ORDER BY person) AS required,
               coalesce(array_agg(person ORDER BY person) FILTER (WHERE sampled), '{}') AS sampled
          FROM rates_base GROUP BY village) n
  JOIN LATERAL (SELECT sampled FROM rates_roll o WHERE o.week_id = %(week)s AND o.area = n.village
                 ORDER BY o.revision DESC LIMIT 1) last ON last.sampled IS DISTINCT FROM n.sampled

-- name: revised_rates
INSERT INTO rates_rate (week_id, area, revision, level, code, name, required, sampled, at)
SELECT %(week)s, u.lo, %(revision)s, u.level, u.code, u.name, c.required, c.sampled, %(now)s
  FROM rates_unit u
  JOIN (SELECT d.code, count(*) AS required, count(*) FILTER (WHERE d.sampled) AS sampled
          FROM (SELECT DISTINCT m.code, b.person, b.sampled FROM rates_base b JOIN rates_member m USING (village)) d
         GROUP BY d.code) c USING (code)
  JOIN LATERAL (SELECT sampled FROM rates_rate o WHERE o.week_id = %(week)s AND o.code = u.code
                 ORDER BY o.revision DESC LIMIT 1) last ON last.sampled <> c.sampled

-- name: names
-- Who is behind a number, by id after the last one shown, as frozen. Of whom the scope does not know the name is ''.
WITH roll AS (
    SELECT DISTINCT ON (area) area, required, sampled FROM rates_roll
     WHERE week_id = %(week)s AND revision <= %(revision)s AND area = ANY (%(villages)s)
     ORDER BY area, revision DESC),
taken AS (SELECT DISTINCT u.person FROM roll, unnest(sampled) AS u (person)),
page AS (
    SELECT DISTINCT ON (u.person) u.person, roll.area, t.person IS NOT NULL AS sampled
      FROM roll, unnest(required) AS u (person) LEFT JOIN taken t USING (person)
     WHERE u.person > %(after)s AND (NOT %(missing)s OR t.person IS NULL)
     ORDER BY u.person LIMIT %(most)s)
SELECT page.person, coalesce(p.name, ''), coalesce(p.document_mask, ''), page.area, page.sampled
  FROM page LEFT JOIN register_person p ON p.id = page.person ORDER BY page.person

-- Who is inside a zone, and which zone a door lies in. Parts are few and indexed; presences are found along their indexes.

-- name: inside
-- Persons present on a day, each counted once, however many parts of the zone hold him. The scope's ground is said
-- again: this runs past row security.
-- Part by part along the indexes: of a join of ranges the planner thinks that it holds a ninth of the city, and reads all of it.
WITH part AS MATERIALIZED (
    SELECT kind, lo, hi, building_id, household_id FROM zones_part WHERE zone_id = %(zone)s),
here AS MATERIALIZED (
    SELECT p.*, t.kind = 'loose' AS loose
      FROM part t CROSS JOIN LATERAL (
           SELECT person_id, household_id, area FROM register_presence
            WHERE area >= t.lo AND area < t.hi AND since < %(until)s AND (until IS NULL OR until > %(since)s) OFFSET 0) p
     WHERE t.kind IN ('whole', 'loose')
    UNION ALL
    SELECT p.*, false
      FROM part t JOIN register_household h ON h.building_id = t.building_id CROSS JOIN LATERAL (
           SELECT person_id, household_id, area FROM register_presence
            WHERE household_id = h.id AND since < %(until)s AND (until IS NULL OR until > %(since)s) OFFSET 0) p
     WHERE t.kind = 'building'
    UNION ALL
    SELECT p.*, false
      FROM part t CROSS JOIN LATERAL (
           SELECT person_id, household_id, area FROM register_presence
            WHERE household_id = t.household_id AND since < %(until)s AND (until IS NULL OR until > %(since)s) OFFSET 0) p
     WHERE t.kind = 'door'),
stands AS MATERIALIZED (
    SELECT l.household_id
      FROM (SELECT DISTINCT household_id FROM here WHERE loose AND household_id IS NOT NULL ORDER BY 1) l CROSS JOIN LATERAL (
           SELECT b.longitude FROM register_household h JOIN territory_building b ON b.id = h.building_id
            WHERE h.id = l.household_id OFFSET 0) b
     WHERE b.longitude IS NOT NULL),
present AS MATERIALIZED (
    SELECT person_id, household_id FROM here
     WHERE area >= %(lo)s AND area < %(hi)s AND NOT %(holes)s::int8multirange @> area
       AND NOT (loose AND household_id IS NOT NULL AND household_id IN (SELECT household_id FROM stands))),
person AS MATERIALIZED (SELECT DISTINCT person_id FROM present ORDER BY 1)
SELECT count(*), (SELECT count(DISTINCT household_id) FROM present),
       count(*) FILTER (WHERE r.birth_date > %(day)s::date - interval '3 years'),
       count(*) FILTER (WHERE r.birth_date <= %(day)s::date - interval '3 years'
                          AND r.birth_date > %(day)s::date - interval '18 years'),
       count(*) FILTER (WHERE r.birth_date <= %(day)s::date - interval '60 years'
                          AND r.birth_date > %(day)s::date - interval '80 years'),
       count(*) FILTER (WHERE r.birth_date <= %(day)s::date - interval '80 years'),
       count(*) FILTER (WHERE r.birth_date IS NULL),
       (SELECT coalesce(jsonb_object_agg(kind, n), '{}') FROM (
            SELECT c.kind, count(*) AS n FROM register_careneed c
             WHERE c.incident_id = %(incident)s AND c.ended_at IS NULL
               AND c.person_id IN (SELECT person_id FROM person) GROUP BY c.kind) q)
  FROM person CROSS JOIN LATERAL (SELECT birth_date FROM register_person WHERE id = person.person_id OFFSET 0) r

-- name: vague
-- Those of whom only the village is known: they may be inside.
SELECT count(DISTINCT p.person_id)
  FROM zones_part t CROSS JOIN LATERAL (
       SELECT person_id, area, since, until FROM register_presence WHERE area >= t.lo AND area < t.hi OFFSET 0) p
 WHERE t.zone_id = %(zone)s AND t.kind = 'vague'
   AND p.since < %(until)s AND (p.until IS NULL OR p.until > %(since)s)
   AND p.area >= %(lo)s AND p.area < %(hi)s AND NOT %(holes)s::int8multirange @> p.area

-- name: over_persons
-- The zone over each person where he is said to be (key, area, person): of several the strictest, then the newest;
-- or whether he is in one zone. What is about no person but about a grid is in a zone if any of the grid is.
WITH asked AS (
    SELECT * FROM unnest(%(keys)s::bigint[], %(areas)s::bigint[], %(persons)s::bigint[]) AS a(key, area, person)),
place AS MATERIALIZED (
    SELECT a.key, a.area, a.person IS NULL AND a.area %% 1000 = 0 AS of_grid, p.household_id, h.building_id, b.longitude IS NOT NULL AS stands
      FROM asked a
      LEFT JOIN LATERAL (
          SELECT household_id FROM register_presence
           WHERE person_id = a.person AND area = a.area AND until IS NULL ORDER BY id DESC LIMIT 1) p ON true
      LEFT JOIN register_household h ON h.id = p.household_id
      LEFT JOIN territory_building b ON b.id = h.building_id),
hit AS (
    SELECT p.key, t.zone_id FROM place p JOIN zones_part t ON t.lo <= p.area AND t.hi > p.area
     WHERE t.kind IN ('whole', 'loose') AND (t.kind = 'whole' OR NOT coalesce(p.stands, false))
    UNION ALL
    SELECT p.key, t.zone_id FROM place p JOIN zones_part t ON t.building_id = p.building_id
    UNION ALL
    SELECT p.key, t.zone_id FROM place p JOIN zones_part t ON t.household_id = p.household_id
    UNION ALL
    SELECT p.key, t.zone_id FROM place p JOIN zones_part t ON t.lo >= p.area AND t.lo < p.area + 1000
     WHERE p.of_grid AND t.kind <> 'vague')
SELECT DISTINCT ON (h.key) h.key, z.id
  FROM hit h
  JOIN zones_zone z ON z.id = h.zone_id AND CASE WHEN %(zone)s = 0 THEN z.status <> 'lifted' ELSE z.id = %(zone)s END
 ORDER BY h.key, z.rank, z.id DESC

-- name: overlaps
-- Living zones of the same incident and level that share ground with one.
SELECT DISTINCT z.id, z.name
  FROM zones_part mine
  JOIN zones_part other ON other.zone_id <> mine.zone_id AND (
        (mine.kind IN ('whole', 'loose') AND other.kind IN ('whole', 'loose')
             AND other.lo < mine.hi AND other.hi > mine.lo)
        OR (mine.building_id = other.building_id) OR (mine.household_id = other.household_id)
        OR (mine.kind = 'whole' AND other.kind IN ('building', 'door') AND other.lo >= mine.lo AND other.lo < mine.hi)
        OR (other.kind = 'whole' AND mine.kind IN ('building', 'door') AND mine.lo >= other.lo AND mine.lo < other.hi))
  JOIN zones_zone z ON z.id = other.zone_id AND z.status <> 'lifted'
 WHERE mine.zone_id = %(zone)s AND z.incident_id = %(incident)s AND z.level = %(level)s AND z.id <> %(parent)s AND z.parent_id IS DISTINCT FROM %(zone)s
 ORDER BY z.id

-- name: clear_parts
DELETE FROM zones_part WHERE zone_id = %(zone)s

-- name: put_parts
INSERT INTO zones_part (zone_id, kind, lo, hi, building_id, household_id)
SELECT %(zone)s, kind, lo, hi, building, household
  FROM unnest(%(kinds)s::text[], %(los)s::bigint[], %(his)s::bigint[], %(buildings)s::bigint[],
              %(households)s::bigint[]) AS p(kind, lo, hi, building, household)

-- name: doors_by_grid
-- The grids in which any of a zone lies, and how many households of each are inside.
WITH part AS MATERIALIZED (
    SELECT kind, lo, hi, building_id, household_id FROM zones_part WHERE zone_id = %(zone)s AND kind <> 'vague'),
door AS MATERIALIZED (
    SELECT h.id, h.area FROM part t JOIN register_household h ON h.area >= t.lo AND h.area < t.hi WHERE t.kind = 'whole'
    UNION
    SELECT h.id, h.area FROM part t JOIN register_household h ON h.area >= t.lo AND h.area < t.hi
      LEFT JOIN territory_building b ON b.id = h.building_id
     WHERE t.kind = 'loose' AND b.longitude IS NULL
    UNION
    SELECT h.id, h.area FROM part t JOIN register_household h ON h.building_id = t.building_id WHERE t.kind = 'building'
    UNION
    SELECT h.id, h.area FROM part t JOIN register_household h ON h.id = t.household_id WHERE t.kind = 'door'),
grid AS (
    SELECT g.area FROM part t JOIN territory_grid g ON g.area >= t.lo AND g.area < t.hi
     WHERE t.kind IN ('whole', 'loose') AND g.kind = 'comprehensive' AND g.valid @> %(day)s::date
    UNION
    SELECT t.lo / 1000 * 1000 FROM part t WHERE t.hi = t.lo + 1)
SELECT g.area, (SELECT count(*) FROM door d WHERE d.area >= g.area AND d.area < g.area + 1000)
  FROM grid g ORDER BY g.area

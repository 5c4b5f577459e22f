-- Loading the residents. While a city is made, the register's secondary indexes and references are put aside; what
-- restores them is kept in `twin_aside` until they are back, so that a build that was cut off knows it.

-- name: make_aside
CREATE TABLE IF NOT EXISTS twin_aside (place serial PRIMARY KEY, rank int NOT NULL, restore text NOT NULL)

-- name: keep_aside
INSERT INTO twin_aside (rank, restore) VALUES (%(rank)s, %(restore)s)

-- name: aside
SELECT rank, place, restore FROM twin_aside ORDER BY rank, place

-- name: is_back
DELETE FROM twin_aside WHERE place = %(place)s

-- name: drop_aside
DROP TABLE twin_aside

-- name: is_aside
SELECT to_regclass('public.twin_aside') IS NOT NULL

-- name: loaded
SELECT id FROM register_presence WHERE id = ANY(%(first)s)

-- name: count
SELECT count(*) FROM register_person

-- name: advance
SELECT setval(pg_get_serial_sequence('territory_building', 'id'), %(last)s),
       setval(pg_get_serial_sequence('register_person', 'id'), %(last)s),
       setval(pg_get_serial_sequence('register_household', 'id'), %(last)s),
       setval(pg_get_serial_sequence('register_presence', 'id'), %(last)s)

-- name: place_houses
-- Where the houses stand: around the point of their group, each a few steps further out than the one before (no two in
-- one place, the same for every build). Those that have a position keep it.
UPDATE territory_building b SET longitude = p.longitude, latitude = p.latitude
  FROM (SELECT h.id, g.longitude + 0.00012 * sqrt(h.n) * sin(h.n * 2.39996) AS longitude,
               g.latitude + 0.00011 * sqrt(h.n) * cos(h.n * 2.39996) AS latitude
          FROM (SELECT id, area, row_number() OVER (PARTITION BY area ORDER BY id) AS n FROM territory_building) h
          JOIN territory_grid g ON g.area = h.area AND g.kind = 'group' AND g.longitude IS NOT NULL) p
 WHERE p.id = b.id AND b.longitude IS NULL

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

-- Loading the residents. While a city is made, the register's secondary indexes and references are put aside; what
-- restores them is kept in `twin_aside` until they are back, so that a build that was cut off knows it.

-- name: make_aside
CREATE TABLE IF NOT EXISTS twin_aside (place serial PRIMARY KEY, rank int NOT NULL, restore text NOT NULL)

-- name: put_aside
-- First to come back (rank 0) are indexes, the slowest kind (gin) before the others; then constraints, which lock.
WITH found AS (
    SELECT 1 AS rank, contype = 'f' AS late, conname AS name,
           format('ALTER TABLE %%I DROP CONSTRAINT %%I', conrelid::regclass, conname) AS remove,
           format('ALTER TABLE %%I ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
             AS restore
      FROM pg_constraint WHERE conrelid::regclass::text = ANY(%(tables)s) AND contype IN ('u', 'f')
    UNION ALL
    SELECT 0, pg_get_indexdef(indexrelid) NOT LIKE '%%USING gin%%', indexrelid::regclass::text,
           format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
      FROM pg_index
     WHERE indrelid::regclass::text = ANY(%(tables)s)
       AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = indexrelid AND c.contype IN ('p', 'u'))
), kept AS (
    INSERT INTO twin_aside (rank, restore) SELECT rank, restore FROM found ORDER BY rank, late, name
)
SELECT remove FROM found ORDER BY rank, name

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

-- Loading the residents. While a city is made, the register's secondary indexes and references are put aside; what
-- restores them is kept in `twin_aside` until they are back, so that a build that was cut off knows it.

-- name: make_aside
CREATE TABLE IF NOT EXISTS twin_aside (place serial PRIMARY KEY, remove text NOT NULL, restore text NOT NULL)

-- name: put_aside
INSERT INTO twin_aside (remove, restore)
SELECT remove, restore FROM (
    SELECT 1 AS rank, conname AS name,
           format('ALTER TABLE %%I DROP CONSTRAINT %%I', conrelid::regclass, conname) AS remove,
           format('ALTER TABLE %%I ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
             AS restore
      FROM pg_constraint WHERE conrelid::regclass::text = ANY(%(tables)s) AND contype IN ('u', 'f')
    UNION ALL
    SELECT 0, indexrelid::regclass::text, format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
      FROM pg_index
     WHERE indrelid::regclass::text = ANY(%(tables)s)
       AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = indexrelid AND c.contype IN ('p', 'u'))) found
 ORDER BY rank, name

-- name: aside
SELECT remove, restore FROM twin_aside ORDER BY place

-- name: drop_aside
DROP TABLE twin_aside

-- name: is_aside
SELECT to_regclass('public.twin_aside') IS NOT NULL

-- name: loaded
SELECT id FROM register_presence WHERE id = ANY(%(first)s)

-- name: count
SELECT count(*) FROM register_person

-- name: advance
SELECT setval(pg_get_serial_sequence('register_person', 'id'), %(last)s),
       setval(pg_get_serial_sequence('register_household', 'id'), %(last)s),
       setval(pg_get_serial_sequence('register_presence', 'id'), %(last)s)

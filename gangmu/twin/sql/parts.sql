-- name: parts
SELECT rank, remove, restore FROM (
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
       AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = indexrelid AND c.contype IN ('p', 'u'))) found
 ORDER BY rank, late, name

-- Persons and presences as they are found at a door. Run as the bulk role: a person may be known elsewhere, where
-- whoever stands at the door does not see him.

-- name: note_presence
INSERT INTO register_presence (area, person_id, household_id, incident_id, source, address, since)
VALUES (%(area)s, %(person)s, %(household)s, %(incident)s, %(source)s, left(%(address)s, 200), %(now)s)
ON CONFLICT (person_id, area, incident_id) WHERE until IS NULL
DO UPDATE SET household_id = coalesce(excluded.household_id, register_presence.household_id)

-- name: end_presence
UPDATE register_presence SET until = %(now)s
 WHERE person_id = ANY(%(persons)s) AND area = %(area)s AND incident_id = %(incident)s AND until IS NULL
   AND (%(begun)s::timestamptz IS NULL OR since >= %(begun)s)

-- name: household
INSERT INTO register_household (area, label, created_at) VALUES (%(area)s, left(%(label)s, 200), %(now)s)
ON CONFLICT (area, label) DO UPDATE SET label = excluded.label
RETURNING id

-- name: by_document
SELECT id, name FROM register_person WHERE document_hash = %(document_hash)s AND merged_into_id IS NULL

-- name: by_name_and_phone
SELECT p.id FROM register_person p
 WHERE p.phone_hash = %(phone_hash)s AND p.name = %(name)s AND p.merged_into_id IS NULL AND p.id <> %(person)s
   AND EXISTS (SELECT 1 FROM register_presence r WHERE r.person_id = p.id AND r.incident_id = %(incident)s)
 ORDER BY p.id LIMIT 1

-- name: at_the_door
-- The same person, named at this very door before: a report that is sent again adds nobody twice.
SELECT p.id FROM register_person p JOIN register_presence r ON r.person_id = p.id
 WHERE r.area = %(area)s AND r.incident_id = %(incident)s AND r.until IS NULL AND r.household_id = %(household)s
   AND p.name = %(name)s AND p.document_hash IS NULL AND p.phone_hash IS NOT DISTINCT FROM %(phone_hash)s
 ORDER BY p.id LIMIT 1

-- name: insert_person
INSERT INTO register_person (name, pinyin, document_kind, document_hash, document_sealed, document_mask, phone_hash,
                             phone_sealed, phone_mask, sex, birth_date, created_at)
VALUES (%(name)s, %(pinyin)s, %(document_kind)s, %(document_hash)s, %(document_sealed)s, %(document_mask)s,
        %(phone_hash)s, %(phone_sealed)s, %(phone_mask)s, %(sex)s, %(birth_date)s, %(now)s)
ON CONFLICT (document_hash) WHERE document_hash IS NOT NULL AND merged_into_id IS NULL DO NOTHING
RETURNING id

-- name: question
INSERT INTO register_identityquestion (area, person_id, other_id, because, status, asked_at, decided_by)
VALUES (%(area)s, greatest(%(person)s, %(other)s), least(%(person)s, %(other)s), %(because)s, 'open', %(now)s, '')
ON CONFLICT (person_id, other_id) DO NOTHING

-- name: correct_name
UPDATE register_person SET name = %(name)s, pinyin = %(pinyin)s WHERE id = %(person)s

-- name: correct_phone
UPDATE register_person SET phone_hash = %(phone_hash)s, phone_sealed = %(phone_sealed)s, phone_mask = %(phone_mask)s
 WHERE id = %(person)s

-- name: correct_document
UPDATE register_person SET document_kind = %(document_kind)s, document_hash = %(document_hash)s,
       document_sealed = %(document_sealed)s, document_mask = %(document_mask)s,
       sex = coalesce(nullif(%(sex)s, ''), sex), birth_date = coalesce(%(birth_date)s, birth_date)
 WHERE id = %(person)s

-- Synthetic residents into the register; whoever is there already stays as he is.
-- name: put_persons
INSERT INTO register_person
       (name, pinyin, document_kind, document_hash, document_sealed, document_mask, phone_hash, phone_sealed,
        phone_mask, sex, birth_date, created_at)
SELECT name, pinyin, 'resident_id', document_hash, document_sealed, document_mask, phone_hash, phone_sealed,
       phone_mask, sex, birth_date, %(now)s
  FROM staged_resident ORDER BY place
ON CONFLICT (document_hash) WHERE document_hash IS NOT NULL AND merged_into_id IS NULL DO NOTHING

-- name: put_households
INSERT INTO register_household (area, label, created_at)
SELECT DISTINCT area, household, %(now)s::timestamptz FROM staged_resident
ON CONFLICT (area, label) DO NOTHING

-- name: put_presences
INSERT INTO register_presence (area, person_id, household_id, source, address, since)
SELECT s.area, p.id, h.id, 'register', s.household, %(now)s
  FROM staged_resident s
  JOIN register_person p ON p.document_hash = s.document_hash AND p.merged_into_id IS NULL
  JOIN register_household h ON h.area = s.area AND h.label = s.household
ON CONFLICT DO NOTHING

-- name: persons
-- Whom the register knows on the ground of whoever sends: of others he learns nothing and changes nothing.
CREATE TEMPORARY TABLE incoming_known ON COMMIT DROP AS
SELECT i.*, p.id AS person FROM incoming i
  JOIN register_person p ON p.document_hash = i.document_hash AND p.merged_into_id IS NULL
 WHERE EXISTS (SELECT FROM register_presence r WHERE r.person_id = p.id AND r.area >= %(lo)s AND r.area < %(hi)s
                                                 AND NOT %(holes)s::int8multirange @> r.area)

-- name: store
-- A corrected result replaces the earlier one; the same result again changes nothing.
INSERT INTO laboratory_labresult (laboratory, specimen, person_id, document_hash, value, sampled_at, received_at)
SELECT %(laboratory)s, i.specimen, i.person, i.document_hash, i.value, i.sampled_at, %(now)s
  FROM incoming_known i
 ORDER BY i.specimen  -- two lists with the same specimens wait for each other in one order
ON CONFLICT (laboratory, specimen) DO UPDATE SET person_id = excluded.person_id,
       value = excluded.value, sampled_at = excluded.sampled_at, received_at = excluded.received_at
 WHERE laboratory_labresult.document_hash = excluded.document_hash
   AND (laboratory_labresult.value, laboratory_labresult.sampled_at) IS DISTINCT FROM (excluded.value, excluded.sampled_at)

-- name: of_others
-- A number that already is somebody else's specimen: his result does not become another's.
SELECT i.specimen
  FROM incoming_known i JOIN laboratory_labresult r ON r.laboratory = %(laboratory)s AND r.specimen = i.specimen
 WHERE r.document_hash <> i.document_hash

-- name: store_singles
-- The same for tubes that hold one person, who is known by his number here.
INSERT INTO laboratory_labresult (laboratory, specimen, person_id, document_hash, value, sampled_at, received_at)
SELECT %(laboratory)s, i.specimen, p.id, coalesce(p.document_hash, ''), i.value, i.sampled_at, %(now)s
  FROM singles i JOIN register_person p ON p.id = i.person
 ORDER BY i.specimen
ON CONFLICT (laboratory, specimen) DO UPDATE SET person_id = excluded.person_id, document_hash = excluded.document_hash,
       value = excluded.value, sampled_at = excluded.sampled_at, received_at = excluded.received_at
 WHERE (laboratory_labresult.person_id, laboratory_labresult.value, laboratory_labresult.sampled_at)
       IS DISTINCT FROM (excluded.person_id, excluded.value, excluded.sampled_at)

-- name: known
SELECT specimen FROM incoming_known

-- name: follow
-- As the bulk role: a person who was merged into another has no presence any more, so nobody else would see these.
UPDATE laboratory_labresult SET person_id = %(survivor)s WHERE person_id = %(gone)s

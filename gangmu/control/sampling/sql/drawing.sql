-- Who must be sampled in a round, drawn when it opens. Run as the bulk role.

-- name: regional
-- Everybody who is said to be on the round's ground, each once, where he was said to be last; of a rotating share those
-- whose turn it is (rules/turns.py).
INSERT INTO sampling_required (round_id, person_id, area, missed, because, missed_by)
SELECT DISTINCT ON (p.person_id) r.id, p.person_id, p.area, '', '', ''
  FROM sampling_round r JOIN register_presence p ON p.area >= r.area AND p.area < r.hi
 WHERE r.id = %(round)s AND p.until IS NULL AND (p.incident_id IS NULL OR p.incident_id = r.incident_id)
   AND (r.parts IS NULL OR mod(p.person_id, r.parts) = r.part)
 ORDER BY p.person_id, p.since DESC, p.area
ON CONFLICT DO NOTHING

-- name: planned
-- The members of a plan who are due on a day: by their turn, or because their last sample is too old.
INSERT INTO sampling_required (round_id, person_id, area, missed, because, missed_by)
SELECT r.id, m.person_id, m.area, '', '', ''
  FROM sampling_round r
  JOIN sampling_plan n ON n.id = r.plan_id
  JOIN sampling_planmember m ON m.plan_id = n.id AND m.ended_at IS NULL
 WHERE r.id = %(round)s
   AND CASE WHEN n.rotating THEN mod(m.person_id, n.every) = %(part)s
       ELSE NOT EXISTS (SELECT FROM sampling_specimen s JOIN sampling_tube t ON t.id = s.tube_id
                         WHERE s.person_id = m.person_id AND s.counts AND t.status <> 'void'
                           AND s.taken_at > %(since)s) END
ON CONFLICT DO NOTHING

-- name: add
-- One person more, such as one who has moved in since; what is in a tube already is required from now on.
WITH added AS (
    INSERT INTO sampling_required (round_id, person_id, area, missed, because, missed_by)
    SELECT %(round)s, %(person)s, %(area)s, '', '', '' ON CONFLICT DO NOTHING RETURNING person_id)
UPDATE sampling_specimen s SET required = true, area = %(area)s
  FROM added WHERE s.round_id = %(round)s AND s.person_id = added.person_id

-- name: follow
-- Two persons turned out to be one: what is said of the one that is gone is said of the other, where it can be.
WITH required AS (
    UPDATE sampling_required q SET person_id = %(survivor)s WHERE q.person_id = %(gone)s
       AND NOT EXISTS (SELECT FROM sampling_required o WHERE o.round_id = q.round_id AND o.person_id = %(survivor)s)),
spare AS (
    DELETE FROM sampling_required q WHERE q.person_id = %(gone)s
       AND EXISTS (SELECT FROM sampling_required o WHERE o.round_id = q.round_id AND o.person_id = %(survivor)s)),
members AS (
    UPDATE sampling_planmember m SET person_id = %(survivor)s WHERE m.person_id = %(gone)s
       AND NOT EXISTS (SELECT FROM sampling_planmember o WHERE o.plan_id = m.plan_id AND o.person_id = %(survivor)s)),
spares AS (
    DELETE FROM sampling_planmember m WHERE m.person_id = %(gone)s
       AND EXISTS (SELECT FROM sampling_planmember o WHERE o.plan_id = m.plan_id AND o.person_id = %(survivor)s)),
recalls AS (
    UPDATE sampling_recall c SET person_id = %(survivor)s WHERE c.person_id = %(gone)s
       AND NOT EXISTS (SELECT FROM sampling_recall o WHERE o.tube_id = c.tube_id AND o.person_id = %(survivor)s))
UPDATE sampling_specimen s SET person_id = %(survivor)s,
       counts = s.counts AND NOT EXISTS (SELECT FROM sampling_specimen o WHERE o.round_id = s.round_id
                                            AND o.person_id = %(survivor)s AND o.counts)
 WHERE s.person_id = %(gone)s
   AND NOT EXISTS (SELECT FROM sampling_specimen o WHERE o.tube_id = s.tube_id AND o.person_id = %(survivor)s)

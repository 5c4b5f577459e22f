-- Loading the ground. A staged list of divisions is the whole truth about the codes inside the range
-- [%(lo)s, %(hi)s) from the date %(as_of)s on: what is not on it any more, or means something else now, ends there.

-- name: end_changed_divisions
UPDATE territory_division d
   SET valid = daterange(lower(d.valid), %(as_of)s)
 WHERE upper_inf(d.valid) AND lower(d.valid) < %(as_of)s AND d.lo >= %(lo)s AND d.hi <= %(hi)s
   AND NOT EXISTS (
       SELECT 1 FROM staged_division s LEFT JOIN territory_division p ON p.id = d.parent_id
        WHERE s.code = d.code AND s.name = d.name AND s.level = d.level
          AND s.parent = coalesce(p.code, '') AND (s.lo, s.hi, s.holes) = (d.lo, d.hi, d.holes))

-- name: correct_divisions
UPDATE territory_division d
   SET name = s.name, level = s.level, short_name = s.short_name, kind = s.kind, urban_rural = s.urban_rural,
       lo = s.lo, hi = s.hi, holes = s.holes, population = s.population, longitude = s.longitude,
       latitude = s.latitude
  FROM staged_division s
 WHERE s.code = d.code AND upper_inf(d.valid)
   AND (d.name, d.level, d.short_name, d.kind, d.urban_rural, d.lo, d.hi, d.holes, d.population, d.longitude,
        d.latitude)
       IS DISTINCT FROM
       (s.name, s.level, s.short_name, s.kind, s.urban_rural, s.lo, s.hi, s.holes, s.population, s.longitude,
        s.latitude)

-- name: add_divisions
INSERT INTO territory_division
       (code, level, name, short_name, kind, urban_rural, lo, hi, holes, population, longitude, latitude, valid)
SELECT s.code, s.level, s.name, s.short_name, s.kind, s.urban_rural, s.lo, s.hi, s.holes, s.population,
       s.longitude, s.latitude, daterange(%(as_of)s, NULL)
  FROM staged_division s
 WHERE NOT EXISTS (SELECT 1 FROM territory_division d WHERE d.code = s.code AND upper_inf(d.valid))
 ORDER BY s.place

-- name: hang_divisions
UPDATE territory_division d
   SET parent_id = p.id
  FROM staged_division s JOIN territory_division p ON p.code = s.parent AND upper_inf(p.valid)
 WHERE d.code = s.code AND upper_inf(d.valid) AND d.parent_id IS DISTINCT FROM p.id

-- name: end_changed_grids
UPDATE territory_grid g
   SET valid = daterange(lower(g.valid), %(as_of)s)
 WHERE upper_inf(g.valid) AND lower(g.valid) < %(as_of)s AND g.area >= %(lo)s AND g.area < %(hi)s
   AND NOT EXISTS (SELECT 1 FROM staged_grid s
                    WHERE s.area = g.area AND s.kind = g.kind AND s.name = g.name)

-- name: correct_grids
UPDATE territory_grid g
   SET kind = s.kind, name = s.name, village_id = v.id, population = s.population, households = s.households,
       longitude = s.longitude, latitude = s.latitude, outline = s.outline
  FROM staged_grid s JOIN territory_division v ON v.code = s.village AND upper_inf(v.valid)
 WHERE s.area = g.area AND upper_inf(g.valid)
   AND (g.kind, g.name, g.village_id, g.population, g.households, g.longitude, g.latitude, g.outline)
       IS DISTINCT FROM (s.kind, s.name, v.id, s.population, s.households, s.longitude, s.latitude, s.outline)

-- name: add_grids
INSERT INTO territory_grid
       (area, kind, name, village_id, population, households, longitude, latitude, outline, valid)
SELECT s.area, s.kind, s.name, v.id, s.population, s.households, s.longitude, s.latitude, s.outline,
       daterange(%(as_of)s, NULL)
  FROM staged_grid s JOIN territory_division v ON v.code = s.village AND upper_inf(v.valid)
 WHERE NOT EXISTS (SELECT 1 FROM territory_grid g WHERE g.area = s.area AND upper_inf(g.valid))
 ORDER BY s.area

-- name: drop_places
DELETE FROM territory_place p
 WHERE p.area >= %(lo)s AND p.area < %(hi)s
   AND NOT EXISTS (SELECT 1 FROM staged_place s
                    WHERE (s.kind, s.name, s.village_code, s.area, s.detail)
                        = (p.kind, p.name, p.village_code, p.area, p.detail))

-- name: add_places
INSERT INTO territory_place (kind, name, village_code, area, detail, longitude, latitude)
SELECT DISTINCT ON (s.kind, s.name, s.village_code, s.area, s.detail)
       s.kind, s.name, s.village_code, s.area, s.detail, s.longitude, s.latitude
  FROM staged_place s
 WHERE NOT EXISTS (SELECT 1 FROM territory_place p
                    WHERE (s.kind, s.name, s.village_code, s.area, s.detail)
                        = (p.kind, p.name, p.village_code, p.area, p.detail))

-- name: add_aliases
INSERT INTO territory_alias (text, area, unit, town_code, source, taught_by)
SELECT s.text, s.area, s.unit, '', 'list', '' FROM staged_alias s
ON CONFLICT (text, town_code, area) DO NOTHING

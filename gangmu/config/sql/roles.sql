-- Who may do what in one database (ADR: scope and row security). Repeating this changes nothing.
-- gangmu_owner  makes tables; migrations only.
-- gangmu_web    what web and worker log in as; row security binds it.
-- gangmu_bulk   passes row security; gangmu_web may become it (SET LOCAL ROLE) but does not inherit it.
--               Migrations give it the definer functions that must see past a scope: to own a function, a
--               role needs CREATE on the schema, and the giver must be its member.

-- name: make_owner
CREATE ROLE gangmu_owner
-- name: make_bulk
CREATE ROLE gangmu_bulk
-- name: make_web
CREATE ROLE gangmu_web
-- name: shape_owner
ALTER ROLE gangmu_owner LOGIN NOBYPASSRLS PASSWORD {owner_password}
-- name: shape_bulk
ALTER ROLE gangmu_bulk NOLOGIN BYPASSRLS
-- name: shape_web
ALTER ROLE gangmu_web LOGIN NOINHERIT NOBYPASSRLS PASSWORD {web_password}
-- name: may_become_bulk
GRANT gangmu_bulk TO gangmu_web
-- name: may_give_to_bulk
GRANT gangmu_bulk TO gangmu_owner

-- name: make_database
CREATE DATABASE {database} OWNER gangmu_owner TEMPLATE {template}
-- name: own_database
ALTER DATABASE {database} OWNER TO gangmu_owner
-- name: drop_database
DROP DATABASE IF EXISTS {database} WITH (FORCE)

-- name: extension_trgm
CREATE EXTENSION IF NOT EXISTS pg_trgm
-- name: extension_gist
CREATE EXTENSION IF NOT EXISTS btree_gist
-- name: use_schema
GRANT USAGE ON SCHEMA public TO gangmu_web, gangmu_bulk
-- name: own_functions
GRANT CREATE ON SCHEMA public TO gangmu_bulk
-- name: use_tables
ALTER DEFAULT PRIVILEGES FOR ROLE gangmu_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO gangmu_web, gangmu_bulk
-- name: use_sequences
ALTER DEFAULT PRIVILEGES FOR ROLE gangmu_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO gangmu_web, gangmu_bulk
-- name: close_functions
ALTER DEFAULT PRIVILEGES FOR ROLE gangmu_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC
-- name: use_functions
ALTER DEFAULT PRIVILEGES FOR ROLE gangmu_owner IN SCHEMA public
    GRANT EXECUTE ON FUNCTIONS TO gangmu_web, gangmu_bulk

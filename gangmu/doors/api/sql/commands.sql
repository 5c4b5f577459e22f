-- name: seen
SELECT kind, actor, result FROM kernel_command WHERE id = %(command)s

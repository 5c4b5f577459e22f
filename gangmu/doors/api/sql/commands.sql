-- name: seen
SELECT id, kind, actor, result FROM kernel_command WHERE id = ANY(%(commands)s)

SELECT id, logged_at, level, message
FROM log_lines
WHERE run_id = $1 AND (logged_at, id) < ($2, $3)
ORDER BY logged_at DESC, id DESC
LIMIT $4;

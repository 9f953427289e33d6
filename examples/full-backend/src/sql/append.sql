INSERT INTO log_lines (run_id, id, logged_at, level, message)
VALUES ($1, $2, $3, $4, $5);

CREATE TABLE IF NOT EXISTS runs (
  id     text PRIMARY KEY,
  status text NOT NULL DEFAULT 'running'
);

CREATE TABLE IF NOT EXISTS log_lines (
  run_id    text        NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  id        bigint      NOT NULL, -- counts up by one within its run
  logged_at timestamptz NOT NULL, -- in microseconds, never earlier than the previous line
  level     text        NOT NULL DEFAULT 'info',
  message   text        NOT NULL,
  labels    jsonb       NOT NULL DEFAULT '{}',
  PRIMARY KEY (run_id, id)
);

-- For reads that resume by timestamp, and for deleting old lines.
CREATE INDEX IF NOT EXISTS log_lines_by_time ON log_lines (run_id, logged_at, id);
CREATE INDEX IF NOT EXISTS log_lines_by_age ON log_lines (logged_at);

/** What `/` shows without a dashboard: where to find the endpoints. */
export const landingPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tailrace reference server</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem; color-scheme: light dark }
  code, pre { font: 13px/1.6 ui-monospace, monospace }
</style>
<h1>Tailrace reference server</h1>
<p>The four backends are running. Read the server's state with GET, and inject faults with POST, at <a href="/__control">/__control</a>.</p>
<pre>
codespace   /codespace/task/demo/logs            /codespace/task/demo/logs/stream
prismq      /api/runs/demo/logs                  /api/runs/demo/logs/stream
stratal     /api/v1/logs/job-runs/demo           /api/v1/logs/stream/sse   /api/v1/logs/stream/ws
containers  /api/logs/demo                       /api/logs/ws/demo
</pre>
</html>
`;

// The viewer in its shortest form: no provider, no source, the page's own origin as the server.
import LogViewer from '@tailrace/react';
import '@tailrace/react/styles.css';
import { createRoot } from 'react-dom/client';

function JobDetailsPage({ jobRunId }: { readonly jobRunId: string }) {
  return (
    <section id="job">
      <h1>Job Details</h1>
      <LogViewer jobRunId={jobRunId} height="600px" autoScroll={true} />
    </section>
  );
}

function SystemDashboard() {
  return (
    <section id="system">
      <h2>System Logs</h2>
      <LogViewer filterType="system" height="400px" />
    </section>
  );
}

createRoot(document.getElementById('app') as HTMLElement).render(
  <>
    <JobDetailsPage jobRunId="job-123" />
    <SystemDashboard />
  </>,
);

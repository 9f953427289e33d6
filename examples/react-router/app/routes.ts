import { route, type RouteConfig } from '@react-router/dev/routes';

export default [route(':runId?', 'log-page.tsx')] satisfies RouteConfig;

/** The condition of a service, as shown by a colour. */
export type ServiceState = 'good' | 'busy' | 'bad' | 'off';

/** Classifies the status and health that container engines report. An unknown word is not an alarm. */
export function serviceState(status: string, health: string | undefined): ServiceState {
  const state = status.toLowerCase();
  if (health?.toLowerCase() === 'unhealthy' || state === 'dead' || state === 'unhealthy') return 'bad';
  if (state === 'restarting' || state === 'created' || health?.toLowerCase() === 'starting') return 'busy';
  if (state === 'running' || state.startsWith('up')) return 'good';
  return 'off';
}

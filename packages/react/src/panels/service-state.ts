/** How a service does, in the few words that a colour can stand for. */
export type ServiceState = 'good' | 'busy' | 'bad' | 'off';

/** From what container engines say of state and health. A word that nobody here knows is no alarm. */
export function serviceState(status: string, health: string | undefined): ServiceState {
  const said = status.toLowerCase();
  if (health?.toLowerCase() === 'unhealthy' || said === 'dead' || said === 'unhealthy') return 'bad';
  if (said === 'restarting' || said === 'created' || health?.toLowerCase() === 'starting') return 'busy';
  if (said === 'running' || said.startsWith('up')) return 'good';
  return 'off';
}

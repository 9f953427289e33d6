import { getCurrentInstance, getCurrentScope, onMounted } from 'vue';

/**
 * Runs `start` in the current scope: inside a component once it is mounted, and therefore never on a server, and only after hydration
 * has compared the page with the server's markup; elsewhere, and if it is mounted already, at once.
 */
export function whenMounted(start: () => unknown): void {
  // In a hook such as `onMounted`, no further hook would be called.
  if (getCurrentInstance()?.isMounted !== false) {
    start();
    return;
  }
  const scope = getCurrentScope();
  onMounted(() => {
    if (scope?.active) scope.run(start);
  });
}

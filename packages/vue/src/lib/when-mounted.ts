import { getCurrentInstance, getCurrentScope, onMounted } from 'vue';

/**
 * Runs `start` in the current scope: inside of a component once that is mounted, so never on a server, and not before hydration has
 * compared the page with the server's; anywhere else at once.
 */
export function whenMounted(start: () => unknown): void {
  if (getCurrentInstance() === null) {
    start();
    return;
  }
  const scope = getCurrentScope();
  onMounted(() => {
    if (scope?.active) scope.run(start);
  });
}

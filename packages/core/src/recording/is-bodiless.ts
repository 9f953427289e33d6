/** Whether the `Response` constructor accepts no body for this status. */
export function isBodiless(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

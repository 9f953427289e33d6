/** Whether the digits beyond the millisecond say earlier. Stamps that are written differently say nothing. */
export function isEarlierInTick(stamp: string | undefined, other: string | undefined): boolean {
  if (stamp === undefined || other === undefined || stamp.length !== other.length) return false;
  return stamp < other && stamp.slice(0, 19) === other.slice(0, 19);
}

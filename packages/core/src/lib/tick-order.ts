/** Whether, of two timestamps in the same millisecond, the first is earlier by its further digits. False if their formats differ. */
export function isEarlierInTick(stamp: string | undefined, other: string | undefined): boolean {
  if (stamp === undefined || other === undefined || stamp.length !== other.length) return false;
  return stamp < other && stamp.slice(0, 19) === other.slice(0, 19);
}

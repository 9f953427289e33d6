/** A safe name for the file of a log, from its id: without separators, control characters and leading dots. */
export function logFileName(id: string): string {
  const safe = id.replace(/[\u0000-\u001f\u007f<>:"/\\|?*]/g, '_').replace(/^\.+/, '_');
  return `${safe}.log`;
}

/** Whether a version such as `16.4.5`, or `19.0.0-rc.1` before its release, is not older than another. */
export function versionAtLeast(version: string, least: string): boolean {
  const [mine, theirs] = [version, least].map((text) => text.split('-')[0]?.split('.').map(Number) ?? []);
  const length = Math.max(mine?.length ?? 0, theirs?.length ?? 0);
  for (let i = 0; i < length; i += 1) {
    const difference = (mine?.[i] ?? 0) - (theirs?.[i] ?? 0);
    if (Number.isNaN(difference)) return false;
    if (difference !== 0) return difference > 0;
  }
  return !version.includes('-') || least.includes('-');
}

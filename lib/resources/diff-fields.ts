/** One field that differs: its path, and both values as people read them; null where it was absent. */
export interface FieldChange {
  path: string;
  before: string | null;
  after: string | null;
}

/** Field by field, what turned `before` into `after`. Lists are compared as sets of their elements. Sorted by path. */
export function diffFields(before: unknown, after: unknown): FieldChange[] {
  const changes: FieldChange[] = [];
  compare('', before, after, changes);
  return changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function compare(path: string, before: unknown, after: unknown, changes: FieldChange[]): void {
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  if (isRecord(before) && isRecord(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(path ? `${path}.${key}` : key, before[key], after[key], changes);
    }
    return;
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const old = before.map(said);
    const fresh = after.map(said);
    for (const value of old.filter((item) => !fresh.includes(item))) changes.push({ path, before: value, after: null });
    for (const value of fresh.filter((item) => !old.includes(item))) changes.push({ path, before: null, after: value });
    return;
  }
  changes.push({ path, before: saidOrNull(before), after: saidOrNull(after) });
}

function saidOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : said(value);
}

function said(value: unknown): string {
  if (typeof value === 'string') return value;
  if (isRecord(value) && 'protocol' in value && 'peer' in value) return saidRule(value);
  return JSON.stringify(value);
}

/** A rule as one line: `ingress tcp 443 from 0.0.0.0/0`. */
function saidRule(rule: Record<string, unknown>): string {
  const ports =
    rule.fromPort === null
      ? 'all ports'
      : rule.fromPort === rule.toPort
        ? String(rule.fromPort)
        : `${rule.fromPort}-${rule.toPort}`;
  return `${rule.direction} ${rule.protocol === '-1' ? 'all' : rule.protocol} ${ports} ${rule.direction === 'egress' ? 'to' : 'from'} ${rule.peer}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { Box } from '@/components/ui/box';
import { KeyValues } from '@/components/ui/key-values';
import { fieldMeaning } from '@/lib/queries/kind-words';

/** Fields that have a place of their own on the page. */
const elsewhere = new Set(['rules', 'name', 'tags']);

/** Every field as it was recorded, with what it means; null is said, not hidden. */
export function FieldsBox({ kind, fields }: { kind: string; fields: Record<string, unknown> }) {
  const items = Object.entries(fields)
    .filter(([key]) => !elsewhere.has(key))
    .map(
      ([key, value]) =>
        [
          words(key),
          <span key={key} title={fieldMeaning(kind, key)}>
            {said(value)}
          </span>,
        ] as const,
    );
  const tags = Object.entries((fields.tags ?? {}) as Record<string, string>).map(
    ([key, value]) => [`Tag ${key}`, value] as const,
  );
  return (
    <Box title="As recorded" padded>
      <KeyValues items={[...items, ...tags]} wide />
    </Box>
  );
}

function said(value: unknown) {
  if (value === null || value === undefined) return <span className="t3">not said</span>;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value))
    return value.length === 0 ? (
      <span className="t3">none</span>
    ) : (
      <span className="mono">
        {value
          .map((item) =>
            typeof item === 'string'
              ? item
              : Object.values(item as object)
                  .filter(Boolean)
                  .join(' '),
          )
          .join(', ')}
      </span>
    );
  if (typeof value === 'object') {
    const entries = Object.entries(value);
    return entries.length === 0 ? (
      <span className="t3">none</span>
    ) : (
      <span className="mono">{entries.map(([key, inner]) => `${key} ${inner}`).join(', ')}</span>
    );
  }
  return <span className="mono">{String(value)}</span>;
}

/** `securityGroupIds` is said “Security group ids”. */
function words(key: string): string {
  const split = key.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return split.charAt(0).toUpperCase() + split.slice(1);
}

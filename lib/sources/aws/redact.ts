const hidden = '[redacted]';

/** Members whose value is a secret, whatever it looks like. */
const secretKey =
  /passw(or)?d|passphrase|secret|token|credential|private_?key|key_?material|user_?data|api_?key|authorization/i;
/** Members that only name one, or tell of it. */
const namesOnly =
  /^(secret(id|arn|name|versionid)|credentialid|httptokens|tokentype|passwordupdated|passwordlastused)$/i;

/** Secrets within a text: keys, tokens, `password=…`, signed addresses. */
const secretText: readonly [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, hidden],
  [/\b(ASIA|AKIA)[A-Z0-9]{16}:\S+/g, hidden],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, hidden],
  [/((?:passw(?:or)?d|secret|token|signature|api_?key)["']?\s*[=:]\s*)["']?[^\s"'&,;]{3,}/gi, `$1${hidden}`],
];
const longest = 4_000;

/** A copy without secrets: of a member that holds one, of a tag named after one, within texts. Long texts are cut. */
export function redact(value: unknown): unknown {
  if (typeof value === 'string') {
    const plain = secretText.reduce((text, [pattern, put]) => text.replace(pattern, put), value);
    return plain.length > longest ? `${plain.slice(0, longest)}…` : plain;
  }
  if (Array.isArray(value)) return value.map(redact);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  const members = Object.entries(value);
  const label = members.find(([key]) => /^(key|name)$/i.test(key))?.[1];
  const labelled = typeof label === 'string' && secretKey.test(label);
  return Object.fromEntries(
    members.map(([key, member]) => {
      const secret = (secretKey.test(key) && !namesOnly.test(key)) || (labelled && /^value$/i.test(key));
      return [key, secret && !isAnswer(member) ? hidden : redact(member)];
    }),
  );
}

/** What tells nothing: empty, or yes and no (`passwordResetRequired`). */
function isAnswer(member: unknown): boolean {
  return member === null || member === undefined || typeof member === 'boolean';
}

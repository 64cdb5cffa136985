const hidden = '***';
const name = '(?:passw(?:or)?d|passphrase|pwd|secret|token|credential|api[_-]?key|access[_-]?key|private[_-]?key|psk)';
/** Values that are no secret whatever they are called: `PasswordAuthentication: no`. */
const plain = '["\']?(?:yes|no|true|false|on|off|none|null|present|absent|\\*\\*\\*)["\']?[ \\t]*(?:[,;}\\])\\n]|$)';
const quoted = '"(?:[^"\\\\\\n]|\\\\.)*"|\'[^\'\\n]*\'';
const keyed = `(?<![\\w.-])([\\w.-]{0,100}(?:${name}[\\w.-]{0,100}|(?<![a-z0-9])(?:pass|key|salt|pin|authorization|cookie))(?:\\\\?["'])?[ \\t]*(?::=|=>|[:=])[ \\t]*)`;

/** The same as in the Ansible callback, which hides first: lib/sources/fixtures/redaction.json holds both to it. */
const patterns: readonly [RegExp, string][] = [
  [
    /-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|$(?![\s\S]))/gi,
    hidden,
  ],
  [/\$ANSIBLE_VAULT;[^\n]*(?:\n[ \t]*[0-9a-f]{8,})*/gi, hidden],
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@]{1,500}@/gi, `$1${hidden}@`],
  [/\bbearer\s+(?=[\w.~+/=-]*\d)[\w.~+/=-]{8,}/gi, hidden],
  [/\b(?:A3T|AKIA|ASIA|AGPA|AIDA|AROA|ANPA|ANVA)[A-Z0-9]{16}\b/gi, hidden],
  [/\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|[sr]k_live_|npm_|plumbline_(?:api|ingest)_)[\w-]{10,}/gi, hidden],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/gi, hidden],
  [/\$(?:1|2[abxy]?|5|6|7|y|gy|apr1|argon2\w*|pbkdf2[\w-]*|scrypt)\$[\w./$=,+-]{8,}/gi, hidden],
  [new RegExp(`(<[\\w:.-]{0,60}${name}[\\w:.-]{0,60}>)[^<]+(?=<)`, 'gi'), `$1${hidden}`],
  [/(\blogin\s+\S+\s+password\s+)\S+/gi, `$1${hidden}`],
  [
    new RegExp(`(?<![\\w-])(--?[\\w-]{0,60}${name}[\\w-]{0,60}[ \\t]+)(?!${plain})(?:${quoted}|[^\\s"']+)`, 'gi'),
    `$1${hidden}`,
  ],
  [
    new RegExp(
      `${keyed}(?!${plain})(?:${quoted}|[|>][+-]?[ \\t]*(?:\\n[ \\t]+[^\\n]*)+|(?:\\n[ \\t]*-[ \\t][^\\n]*)+|[^\\s][^\\n]*)`,
      'gi',
    ),
    `$1${hidden}`,
  ],
];

/** Most texts hold none of these, and cost no more than this look. */
const suspicious = new RegExp(
  `${name}|-----BEGIN|\\$|://|bearer|A3T|A(?:KIA|SIA|GPA|IDA|ROA|NPA|NVA)|gh[pousr]_|github_pat|glpat-|xox|k_live_|npm_|plumbline_|eyJ|\\b(?:pass|key|salt|pin|authorization|cookie)|[_.-](?:pass|key|salt|pin|cookie)`,
  'i',
);

/** The text with secrets replaced by `***`: private keys, tokens, password hashes, credentials in addresses, `password=…`. */
export function redactText(text: string): string {
  if (!suspicious.test(text)) return text;
  return patterns.reduce((held, [pattern, put]) => held.replace(pattern, put), text);
}

const secretKey = new RegExp(`${name}|(?:^|[_.-])(?:pass|key|salt|pin|authorization|cookie)$`, 'i');

/** A copy of a JSON value without secrets: whatever stands under a name that says so, and secrets within texts. */
export function redactValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (value === null || typeof value !== 'object') return value;
  if (depth > 20) return hidden;
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      secretKey.test(key) && item !== null && typeof item !== 'boolean' ? hidden : redactValue(item, depth + 1),
    ]),
  );
}

/** What may tell of a patient or another person: no line of a log needs it. */
const personal: readonly [RegExp, string][] = [
  [/\b\d{3}-\d{2}-\d{4}\b/g, hidden],
  [/\b((?:mrn|medical[ _-]?record(?:[ _-]?n(?:umber|o))?)["']?\W{0,4})\w{4,}/gi, `$1${hidden}`],
  [/\b((?:dob|date[ _-]of[ _-]birth|birth[ _-]?date)["']?\W{0,4})[\d./-]{6,10}/gi, `$1${hidden}`],
  [/[\w.+-]{1,64}@(?=[\w-]{1,63}\.[\w.-]{2,})/g, `${hidden}@`],
];

/** A text for the log: without secrets, and without what looks like it told of a person. */
export function redactLog(text: string): string {
  return personal.reduce((held, [pattern, put]) => held.replace(pattern, put), redactText(text));
}

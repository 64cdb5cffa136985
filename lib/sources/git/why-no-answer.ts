const known: readonly [RegExp, string][] = [
  [/could not resolve host/i, 'its name has no address'],
  [/could not read (username|password)|authentication failed|error: 40[13]\b/i, 'it wants credentials'],
  [/not found|error: 404\b/i, 'there is no such repository'],
  [/certificate|ssl|tls/i, 'its certificate is not trusted'],
  [/redirect|error: 30\d\b/i, 'it leads elsewhere, and redirects are not followed'],
  [/refused|unreachable|timed out|connect/i, 'it cannot be reached'],
  [/remote branch .* not found|couldn't find remote ref/i, 'it has no such branch'],
  [/rejected|non-fast-forward|denied|read-only/i, 'it did not take what was pushed'],
];

/** Why a remote repository gave nothing, in words of ours: what the other side wrote is shown to nobody. */
export function whyNoAnswer(address: string, said: string): string {
  const why = known.find(([pattern]) => pattern.test(said))?.[1] ?? 'it did not answer as a Git repository does';
  return `${address} could not be read: ${why}`;
}

/**
 * A copy of a configuration with its secrets changed: every text under one of the names, however deep. `path` tells where:
 * `accounts.0.externalId`.
 */
export function changeSecrets<T>(
  config: T,
  names: readonly string[],
  change: (secret: string, path: string) => string,
  path: readonly string[] = [],
): T {
  if (config === null || typeof config !== 'object') return config;
  const entries = Object.entries(config).map(([name, value]) => {
    const here = [...path, name];
    const secret = names.includes(name) && typeof value === 'string';
    return [name, secret ? change(value, here.join('.')) : changeSecrets(value, names, change, here)];
  });
  return (Array.isArray(config) ? entries.map(([, value]) => value) : Object.fromEntries(entries)) as T;
}

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sbom } from '@/bin/sbom.mjs';
import { db } from '@/lib/db';
import { useTestDatabase } from '@/lib/test-database';
import { advisoriesAge } from '@/security/advisories-age';
import { reportSuite } from '@/security/report-suite';
import { versionAtLeast } from '@/security/version-at-least';

useTestDatabase();

interface Locked {
  version: string;
  resolved?: string;
  integrity?: string;
  dev?: boolean;
  hasInstallScript?: boolean;
}
interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  allowScripts: Record<string, boolean>;
}
interface Minimum {
  packages: Record<string, { atLeast: string; because: string }>;
  postgres: Record<string, string>;
}

const root = resolve(import.meta.dirname, '..');
const read = <T>(file: string) => JSON.parse(readFileSync(join(root, file), 'utf8')) as T;
const manifest = read<Manifest>('package.json');
const minimum = read<Minimum>('security/minimum-versions.json');
const packages = Object.entries(read<{ packages: Record<string, Locked> }>('package-lock.json').packages).filter(
  ([path]) => path !== '',
);
const nameOf = (path: string) => path.split('node_modules/').at(-1) ?? '';
const families = new Set(
  Object.keys(manifest.dependencies).map((name) => (name.startsWith('@') ? name.split('/')[0] : name)),
);
const age = advisoriesAge(new Date());
const old: string[] = [];
const unbound: string[] = [];

afterAll(() => {
  if (age > 14)
    process.stderr.write(
      `Nobody has read the advisories for ${age} days (security/minimum-versions.json): npm run test:nightly is red\n`,
    );
  const measured = {
    'too old': old.length,
    'not bound by a hash': unbound.length,
    'direct run-time dependencies': families.size,
    'days since advisories were read': age,
  };
  const target = {
    ...measured,
    'too old': 0,
    'not bound by a hash': 0,
    'direct run-time dependencies': 25,
    'days since advisories were read': 14,
  };
  // The line says no where nobody has read them; no test is red for a date, so that what was green stays so.
  const pass = old.length === 0 && unbound.length === 0 && families.size <= 25 && age <= 14;
  reportSuite({ suite: 'deps', pass, measured, target, seed: null });
});

test.each(Object.entries(minimum.packages))(
  '%s is new enough wherever it is installed',
  (name, { atLeast, because }) => {
    const found = packages.filter(([path]) => nameOf(path) === name);
    expect(found.length).toBeGreaterThan(0);
    const older = found
      .filter(([, { version }]) => !versionAtLeast(version, atLeast))
      .map(([path, { version }]) => `${path} ${version}`);
    old.push(...older);
    expect(older, because).toEqual([]);
  },
);

test('Postgres is new enough', async () => {
  const [row] = await db().$queryRaw<{ version: string }[]>`SELECT current_setting('server_version') AS version`;
  const version = row?.version.split(' ')[0] ?? '';
  const major = version.split('.')[0] ?? '';
  const newest = Math.max(...Object.keys(minimum.postgres).map(Number));
  const right = Number(major) > newest || versionAtLeast(version, minimum.postgres[major] ?? '99');
  if (!right) old.push(`Postgres ${version}`);
  expect(right, `Postgres ${version}`).toBe(true);
});

test.each([
  ['16.2.5', '16.2.6', false],
  ['16.2.6', '16.2.6', true],
  ['16.10.0', '16.2.6', true],
  ['17.0.0-rc.1', '17.0.0', false],
  ['15.8', '15.9', false],
  ['15.10', '15.9', true],
  ['18', '17.1', true],
])('%s against %s: %s', (version, least, answer) => expect(versionAtLeast(version, least)).toBe(answer));

test('at most 25 direct run-time dependencies, a family counting once, each of one version', () => {
  expect(families.size).toBeLessThanOrEqual(25);
  const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
    ([, version]) => !/^\d/.test(version),
  );
  expect(loose).toEqual([]);
});

test('every package is bound by its SHA-512 and comes from a registry', () => {
  unbound.push(...packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path));
  unbound.push(
    ...packages.filter(([, { resolved }]) => resolved && !resolved.startsWith('https://')).map(([path]) => path),
  );
  expect(unbound).toEqual([]);
});

test('who wants to run a script at the installation is known', () => {
  const wanting = new Set(
    packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path)),
  );
  expect([...wanting].filter((name) => manifest.allowScripts[name] === undefined)).toEqual([]);
  expect(readFileSync(join(root, 'bin/install.mjs'), 'utf8')).toContain("'--ignore-scripts'");
});

test('the list of packages is CycloneDX, whole, and the same each time', () => {
  const text = sbom();
  expect(sbom()).toBe(text);
  const bom = JSON.parse(text) as {
    bomFormat: string;
    components: { purl: string; hashes: { alg: string }[] }[];
    dependencies: { ref: string; dependsOn: string[] }[];
  };
  expect(bom.bomFormat).toBe('CycloneDX');
  const listed = new Set(bom.components.map(({ purl }) => decodeURIComponent(purl)));
  const shipped = packages
    .filter(([, { dev }]) => !dev)
    .map(([path, { version }]) => `pkg:npm/${nameOf(path)}@${version}`);
  expect(shipped.filter((purl) => !listed.has(purl))).toEqual([]);
  expect(bom.components.every(({ hashes }) => hashes.some(({ alg }) => alg === 'SHA-512'))).toBe(true);
  expect(text).not.toMatch(/"timestamp"|urn:uuid|https?:\/\/(?!cyclonedx\.org)/);
});

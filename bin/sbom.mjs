import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/**
 * The packages of a release as CycloneDX 1.5, of the lock file alone: the same bytes for the same lock file, whenever and
 * wherever. `npm sbom --omit dev` leaves out what the tests use as well, react among others (npm 11.19).
 */
export function sbom() {
  const { name, version, packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const shipped = Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev);
  const refOf = (path) => (path === '' ? `${name}@${version}` : `${nameOf(path)}@${packages[path].version}`);
  // Several copies of one version are one component.
  const components = new Map(
    shipped.map(([path, found]) => [refOf(path), componentOf(refOf(path), nameOf(path), found)]),
  );
  const dependencies = new Map();
  for (const path of ['', ...shipped.map(([at]) => at)]) {
    const { dependencies: always, optionalDependencies: maybe } = packages[path];
    const found = Object.keys({ ...always, ...maybe }).flatMap((wanted) => find(packages, path, wanted) ?? []);
    const known = dependencies.get(refOf(path)) ?? [];
    dependencies.set(refOf(path), [...new Set([...known, ...found.map(refOf)])].sort());
  }
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      component: { 'bom-ref': refOf(''), type: 'application', name, version, purl: `pkg:npm/${refOf('')}` },
    },
    components: sorted(components).map(([, component]) => component),
    dependencies: sorted(dependencies).map(([ref, dependsOn]) => ({ ref, dependsOn })),
  };
  return `${JSON.stringify(bom, null, 2)}\n`;
}

function componentOf(ref, name, { version, integrity, license, optional }) {
  const [algorithm = '', digest = ''] = integrity.split(/-(.*)/s);
  return {
    'bom-ref': ref,
    type: 'library',
    name,
    version,
    scope: optional ? 'optional' : 'required',
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    hashes: [{ alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(digest, 'base64').toString('hex') }],
    ...(license ? { licenses: [/[\s()]/.test(license) ? { expression: license } : { license: { id: license } }] } : {}),
  };
}

/** The copy of a package that Node would load from a path: the nearest above it. Null where an optional one is left out. */
function find(packages, path, wanted) {
  for (let at = path; ; at = at.includes('/node_modules/') ? at.slice(0, at.lastIndexOf('/node_modules/')) : '') {
    const candidate = join(at, 'node_modules', wanted);
    if (packages[candidate]) return packages[candidate].dev ? null : candidate;
    if (at === '') return null;
  }
}

function nameOf(path) {
  return path.split('node_modules/').at(-1);
}

function sorted(map) {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

if (process.argv[1] && resolve(process.argv[1]) === import.meta.filename) process.stdout.write(sbom());

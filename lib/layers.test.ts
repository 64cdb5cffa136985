import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

// "Who may import whom" of docs/architecture.md, executable. A layer is a folder of lib, a file directly in lib, or one
// of the folders beside it.
const open = ['env', 'log', 'errors'];
const store = [...open, 'db', 'access'];
const allowed: Record<string, readonly string[]> = {
  errors: [],
  env: [],
  log: ['redact'],
  redact: [],
  'bounded-json': [],
  'upload-limits': [],
  drift: ['resources'],
  exposure: ['resources'],
  resources: [],
  merkle: [],
  checks: ['resources'],
  frameworks: ['checks'],
  outgoing: ['env', 'errors', 'log'],
  sources: ['resources', 'errors', 'log', 'outgoing', 'redact', 'bounded-json', 'upload-limits'],
  db: ['log'],
  'grant-roles': [],
  'make-roles': [],
  migrate: ['grant-roles'],
  'postgres-user': [],
  'embedded-postgres': ['postgres-user'],
  access: [...open, 'db', 'merkle', 'outgoing', 'bounded-json', 'upload-limits'],
  queries: [...store, 'resources', 'checks', 'frameworks', 'merkle'],
  commands: [...store, 'resources', 'checks', 'sources', 'merkle'],
  reports: [...open, 'access', 'frameworks', 'queries'],
  jobs: [...store, 'outgoing', 'sources', 'checks', 'drift', 'exposure', 'commands', 'queries', 'resources', 'merkle'],
  route: [...open, 'access', 'queries', 'reports'],
  app: [
    'components',
    'queries',
    'commands',
    'reports',
    'access',
    'route',
    'frameworks',
    'errors',
    'resources',
    'env',
    'integrations',
  ],
  components: ['components'],
  'components/ui': [],
};
const pure = ['resources', 'checks', 'frameworks', 'drift', 'exposure', 'merkle'];
const remedy: Record<string, string> = {
  db: 'Only queries, commands, access and jobs touch the database: ask a query in lib/queries or add one.',
  app: 'Nothing imports from app: what two pages share is a component or a query.',
  components: 'Only app and components show things.',
};

const root = resolve(import.meta.dirname, '..');
const folders = ['app', 'components', 'lib', 'bin', 'bench', 'security', 'verify', 'e2e', 'integrations'];
const files = folders.flatMap((folder) => filesUnder(join(root, folder)));
const code = files.filter((file) => /\.(ts|tsx|mjs)$/.test(file));
const product = code.filter((file) => !/\.test\.tsx?$/.test(file) && !/(^|\/)test-[a-z-]+\.tsx?$/.test(file));

function filesUnder(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('__pycache__'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

/** Our own files that a file imports, as paths from the root without an ending. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = [...text.matchAll(/^\s*(?:import|export)\s+(type\s)?[^'"`;]*?from\s+'([^']+)'|import\('([^']+)'\)/gm)];
  return found.flatMap(([, type, fixed, dynamic]) => {
    const name = fixed ?? dynamic ?? '';
    const to = name.startsWith('@/')
      ? name.slice(2)
      : name.startsWith('.')
        ? relative(root, resolve(root, dirname(file), name))
        : null;
    return to === null ? [] : [{ from: file, to, typeOnly: type !== undefined }];
  });
}

function layerOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  if (top === 'components' && second === 'ui') return 'components/ui';
  if (top !== 'lib') return top.replace(/\.tsx?$/, '');
  return second.replace(/\.tsx?$/, '');
}

function mayImport({ from, to, typeOnly }: Import): boolean {
  const [mine, theirs] = [layerOf(from), layerOf(to)];
  if (mine === theirs || to.startsWith('prisma/generated')) return mine === theirs || mine === 'db';
  if (mine === 'app' && (from.startsWith('app/api/') || typeOnly)) return theirs !== 'db' && theirs !== 'app';
  if (mine === 'components')
    return ['components/ui', 'integrations'].includes(theirs) || (to.startsWith('lib/') && typeOnly);
  if (mine === 'app' && theirs === 'components/ui') return true;
  return allowed[mine]?.includes(theirs) ?? !['app', 'components'].includes(theirs);
}

test('imports go one way only', () => {
  const wrong = product
    .flatMap(importsOf)
    .filter((edge) => !mayImport(edge))
    .map(({ from, to }) => {
      const [mine, theirs] = [layerOf(from), layerOf(to)];
      const may = allowed[mine]?.join(', ') || 'nothing of ours';
      return `${from} imports ${to}: ${mine} may import ${may}. ${remedy[theirs] ?? 'Move the call up a layer, or the noun down one.'}`;
    });
  expect(wrong).toEqual([]);
});

test('pure layers have no clock, no environment and no I/O', () => {
  const impure =
    /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.env\b|\bfetch\(|from 'node:(fs|http|https|net|child_process)/;
  const wrong = product
    .filter((file) => pure.includes(layerOf(file)))
    .flatMap((file) => {
      const found = impure.exec(readFileSync(join(root, file), 'utf8'));
      return found ? [`${file} uses ${found[0]}: let it come in as an argument`] : [];
    });
  expect(wrong).toEqual([]);
});

test('no file has more than 300 lines', () => {
  const long = code.flatMap((file) => {
    const lines = readFileSync(join(root, file), 'utf8').split('\n').length - 1;
    // One file on purpose: whoever verifies reads it whole and takes it along.
    return lines > (file === 'verify/verify.mjs' ? 400 : 300)
      ? [`${file} has ${lines} lines: it does two jobs, give each a file`]
      : [];
  });
  expect(long).toEqual([]);
});

test('folders are named after the product, not after what code is', () => {
  const drawer = /(^|\/)(utils?|helpers?|common|types?|constants?|hooks|services|shared|misc)(\/|\.tsx?$)/;
  const wrong = files.filter((file) => drawer.test(file));
  expect(wrong.map((file) => `${file}: a drawer. Name it after the noun that it holds`)).toEqual([]);
});

test('files are named in kebab case', () => {
  const wrong = code.filter((file) => !/^[a-z0-9.[\]-]+$/.test(file.split('/').at(-1) ?? ''));
  expect(wrong.map((file) => `${file}: kebab-case, after its one export`)).toEqual([]);
});

test('index.ts is a registry, and there are no barrels', () => {
  const registries = ['resources', 'sources', 'checks', 'frameworks', 'reports'].map((name) => `lib/${name}/index.ts`);
  const barrels = code.filter((file) => /(^|\/)index\.tsx?$/.test(file) && !registries.includes(file));
  expect(barrels.map((file) => `${file}: import the file itself`)).toEqual([]);
});

test('nothing escapes the types', () => {
  const hatch = /\bas any\b|: any\b(?!\()|<any>|@ts-ignore|@ts-expect-error|@ts-nocheck/;
  const wrong = code
    .filter((file) => file !== 'lib/layers.test.ts')
    .flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/(?! @ts-).*$/gm, '');
      const found = hatch.exec(text);
      return found ? [`${file} says "${found[0].trim()}": say what it is, or unknown and look`] : [];
    });
  expect(wrong).toEqual([]);
});

test('every directory in use stands in docs/architecture.md', () => {
  const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  const used = new Set(
    product.map((file) => file.split('/').slice(0, file.startsWith('lib/') ? 2 : 1)).map((parts) => parts.at(-1) ?? ''),
  );
  const missing = [...used].filter((name) => !name.includes('.') && !text.includes(`${name}/`));
  expect(missing.map((name) => `${name}/ is not in docs/architecture.md: say what it holds`)).toEqual([]);
});

test.each([
  ['resources', (file: string) => /define(Kind|Host)|Kind\(/.test(file)],
  ['checks', (file: string) => /defineCheck/.test(file)],
] as const)('the registry of lib/%s equals its folder', (folder, defines) => {
  const registry = readFileSync(join(root, `lib/${folder}/index.ts`), 'utf8');
  const missing = product
    .filter((file) => file.startsWith(`lib/${folder}/`) && !/\/(index|kind|check)\.ts$/.test(file))
    .filter((file) => defines(readFileSync(join(root, file), 'utf8')))
    .filter((file) => !registry.includes(`@/${file.replace(/\.ts$/, '')}'`));
  expect(missing.map((file) => `${file} is not in lib/${folder}/index.ts: add its line`)).toEqual([]);
});

test('the registry of lib/sources equals its folder', () => {
  const registry = readFileSync(join(root, 'lib/sources/index.ts'), 'utf8');
  const missing = product
    .filter((file) => file.startsWith('lib/sources/') && /= defineSource/.test(readFileSync(join(root, file), 'utf8')))
    .filter((file) => !registry.includes(`@/${file.replace(/\.ts$/, '')}'`));
  expect(missing.map((file) => `${file} is not in lib/sources/index.ts: add its line`)).toEqual([]);
});

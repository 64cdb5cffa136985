import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Packages that pages name and that run in the browser, or only draw: their insides hold no datum. */
const outside = /^(@mantine\/[\w-]+|@tabler\/icons-react|next\/(link|form|dynamic))$/;
const mark = '\0client:';

/**
 * Does to the tree what Next's bundler does: whatever begins with 'use client' becomes a reference, so that a page is
 * rendered here to the very payload that a browser would get, props of client components included.
 */
export function clientReferences(root: string): Plugin {
  return {
    name: 'client-references',
    enforce: 'post',
    resolveId: { order: 'pre', handler: (id) => (outside.test(id) ? mark + id : undefined) },
    load: (id) =>
      id.startsWith(mark) ? referencesTo(id.slice(mark.length), namesFrom(root, id.slice(mark.length))) : undefined,
    transform(code, id) {
      if (!/\.tsx?$/.test(id) || !/^\s*['"]use client['"]/m.test(code.slice(0, 400))) return undefined;
      const names = [...code.matchAll(/^export\s+(?:default\s+)?(?:async\s+)?(?:function|const|class|let)\s+(\w+)/gm)];
      const found = names.map(([line, name]) => (line.includes('default') ? 'default' : (name ?? '')));
      return { code: referencesTo(id, found), map: null };
    },
  };
}

function referencesTo(id: string, names: readonly string[]): string {
  const lines = [...new Set(names)].map((name) =>
    name === 'default' ? `export default reference('default');` : `export const ${name} = reference('${name}');`,
  );
  return `import { registerClientReference } from 'next/dist/compiled/react-server-dom-webpack/server.node.js';
    const reference = (name) => registerClientReference(() => { throw new Error(name + ' runs in the browser') }, ${JSON.stringify(id)}, name);
    ${lines.join('\n')}`;
}

/** What our files import from a package. */
function namesFrom(root: string, module: string): string[] {
  const files = ['app', 'components'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(root, folder, file)),
  );
  const text = files
    .filter((file) => file.endsWith('.tsx'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const named = [...text.matchAll(new RegExp(`import \\{([^}]*)\\} from '${module}'`, 'g'))].flatMap(([, names = '']) =>
    names.split(',').map(
      (name) =>
        name
          .trim()
          .replace(/^type /, '')
          .split(' as ')[0] ?? '',
    ),
  );
  return ['default', ...named.filter(Boolean)];
}

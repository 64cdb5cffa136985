import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vitest/config';

/** A check of the code that can be taken away while it runs. */
export interface Mutant {
  /** File and number of the check in it */
  id: string;
  file: string;
  /** As it stands there */
  check: string;
  /** permission: a name in reading, writing, requirePermission, can or a route; rule: a call that throws */
  kind: 'permission' | 'rule';
}

const asked =
  /((?:!can|\b(?:reading|writing|requirePermission|can))\(\s*\w+,\s*|\bcan: )'((?:\w[\w-]*:[\w-]+)|export|account|ingest)'/g;
const ruled =
  /(?<!function |\w)(requirePermission(?=\(viewer, spec)|requireReach|requireProven|requireLasting|requireSystem|requirePeriod)\((?=[\w{])/g;
/** What pages ask so as not to offer what would be refused; that an export is not offered, the matrix looks at. */
const comfort = /^can\(viewer, '(?!export)/;
const held =
  /^(?:lib\/(?:queries|commands|reports)\/|lib\/access\/(?!viewer|transaction|reach|require-)|lib\/route\.ts|app\/api\/|app\/\(dashboard\)\/.*page\.tsx)/;

/** Every check in the product, each to be taken away in turn. */
export function mutantsOf(root: string): Mutant[] {
  return ['lib', 'app']
    .flatMap((top) =>
      readdirSync(join(root, top), { recursive: true, encoding: 'utf8' }).map((file) => `${top}/${file}`),
    )
    .filter((file) => held.test(file) && /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .sort()
    .flatMap((file) => rewritten(file, readFileSync(join(root, file), 'utf8')).mutants)
    .filter(({ file, check }) => !file.endsWith('.tsx') || !comfort.test(check));
}

/** A file in which each check asks, when it is reached, whether it is the one that is taken away. */
function rewritten(file: string, text: string): { code: string; mutants: Mutant[] } {
  const mutants: Mutant[] = [];
  const add = (check: string, kind: Mutant['kind']) => {
    mutants.push({ id: `${file}:${mutants.length + 1}`, file, check: check.replaceAll(/\s+/g, ' '), kind });
    return mutants.at(-1)?.id;
  };
  const code = text
    .replaceAll(asked, (all, before: string, permission: string) => {
      const id = add(all, 'permission');
      return `${before}(globalThis.plumblineWithout === '${id}' ? '' : '${permission}')`;
    })
    .replaceAll(ruled, (all, name: string) => {
      const id = add(all, 'rule');
      return `(globalThis.plumblineWithout === '${id}' ? (() => undefined) : ${name})(`;
    });
  return { code, mutants };
}

/** Loads the tree with its checks removable; the empty permission is everybody's. */
export function removableChecks(root: string): Plugin {
  return {
    name: 'removable-checks',
    enforce: 'pre',
    transform(code, id) {
      const file = (id.split('?')[0] ?? '').slice(root.length + 1);
      if (file === 'lib/access/viewer.ts')
        return code.replace(
          `if (viewer.role === 'system') return true;`,
          `if (viewer.role === 'system' || permission === '') return true;`,
        );
      return held.test(file) ? rewritten(file, code).code : undefined;
    },
  };
}

import { posix } from 'node:path';
import type { Located } from '@/lib/sources/git/located';
import { readYaml, YamlProblem } from '@/lib/sources/git/read-yaml';
import { withoutSecrets } from '@/lib/sources/git/without-secrets';
import type { Unreadable } from '@/lib/sources/source';

/** The YAML of a repository at one commit. */
export interface CodeTree {
  paths: readonly string[];
  /** The documents of a file; empty where there is none that can be read */
  documents: (path: string) => readonly Located[];
  /** Whether the file names a security-group module */
  mentions: (path: string) => boolean;
  unreadable: readonly Unreadable[];
  /** Unreadable files that may declare a group or the variables of one: what they said is not known */
  lost: readonly string[];
}

const modules = /ec2_(security_)?group/;
const variableFolder = /(^|\/)(group_vars|host_vars)\//;
const roleMain = /(^|\/)roles\/.+\/(defaults|vars)\/main$/;

/** Whether a file is one that Ansible reads as YAML; templates and files of roles are only copied. */
export function isCode(path: string): boolean {
  if (/(^|\/)(templates|files)\//.test(path)) return false;
  if (/\.ya?ml$/.test(path)) return true;
  return (variableFolder.test(path) || roleMain.test(path)) && !posix.basename(path).includes('.');
}

/** Parses all files once; one that is no readable YAML is kept as such, and the rest goes on. */
export function readTree(texts: ReadonlyMap<string, string | null>): CodeTree {
  const parsed = new Map<string, readonly Located[]>();
  const unreadable: Unreadable[] = [];
  const lost: string[] = [];
  for (const [path, text] of texts) {
    const problem = parseInto(parsed, path, text);
    if (!problem) continue;
    unreadable.push({ externalId: path, ...problem });
    const isVariables = variableFolder.test(path) || /(^|\/)(defaults|vars)\//.test(path);
    if (isVariables || modules.test(text ?? '')) lost.push(path);
  }
  return {
    paths: [...parsed.keys()],
    documents: (path) => parsed.get(path) ?? [],
    mentions: (path) => modules.test(texts.get(path) ?? ''),
    unreadable,
    lost,
  };
}

function parseInto(parsed: Map<string, readonly Located[]>, path: string, text: string | null) {
  if (text === null || text.includes('\0')) return { reason: 'The file is not UTF-8 text', excerpt: '' };
  // A vault file is encrypted as a whole: its variables are unknown, and that is no fault.
  if (text.startsWith('$ANSIBLE_VAULT')) return null;
  try {
    parsed.set(path, readYaml(path, text));
    return null;
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    const around = text.split('\n').slice(Math.max(0, error.line - 3), error.line + 2);
    const excerpt = withoutSecrets(around).join('\n').slice(0, 2000);
    return { reason: `${path}:${error.line}: ${error.message}`.slice(0, 500), excerpt };
  }
}

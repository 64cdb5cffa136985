/** What stands in standard output beside Ansible's JSON. */
export interface FoundDocuments {
  /** The JSON documents in order, with the line where each begins, counted from 1 */
  documents: { text: string; line: number }[];
  /** A document that begins here and has no end: the output was cut */
  cutAt: number | null;
  /** What ansible-pull says before it runs the playbook */
  pull: PullPrefix | null;
}

export interface PullPrefix {
  /** `-U` */
  repository: string | null;
  /** `-C` or `--check` */
  check: boolean;
  /** The commit that was checked out */
  revision: string | null;
  /** With `-o` and nothing new: no run took place */
  unchanged: boolean;
}

/** Finds the JSON of Ansible's json callback among the lines that `-v`, ansible-pull and others put around it. */
export function findDocuments(stdout: string): FoundDocuments {
  const lines = stdout.replace(/^\uFEFF/, '').split(/\r?\n/);
  const documents: FoundDocuments['documents'] = [];
  let start: number | null = null;
  for (const [index, line] of lines.entries()) {
    if (start === null && line === '{') start = index;
    else if (start === null && /^\{.*"plays".*\}$/.test(line)) documents.push({ text: line, line: index + 1 });
    else if (start !== null && line === '}') {
      documents.push({ text: lines.slice(start, index + 1).join('\n'), line: start + 1 });
      start = null;
    }
  }
  return { documents, cutAt: start === null ? null : start + 1, pull: pullPrefix(lines) };
}

function pullPrefix(lines: readonly string[]): PullPrefix | null {
  const begin = lines.findIndex((line) => line.startsWith('Starting Ansible Pull at '));
  if (begin === -1) return null;
  const words = (lines[begin + 1] ?? '').split(' ');
  const after = (flags: string[]) => words[words.findIndex((word) => flags.includes(word)) + 1];
  const commit = lines.map((line) => /^ {4}"after": "([0-9a-f]{40,64})"/.exec(line)?.[1]).find((found) => found);
  return {
    repository: words.includes('-U') || words.includes('--url') ? (after(['-U', '--url']) ?? null) : null,
    check: words.includes('-C') || words.includes('--check'),
    revision: commit ?? null,
    unchanged: lines.includes('Repository has not changed, quitting.'),
  };
}

/** The commit that last changed a line, or a file. */
export interface Commit {
  revision: string;
  author: string;
  /** UTC, RFC 3339 */
  committedAt: string;
  subject: string;
}

/** Reads `git blame --line-porcelain`: the commit of each line, the first line at index 0. */
export function parseBlame(text: string): Commit[] {
  const commits: Commit[] = [];
  let current: Commit = { revision: '', author: '', committedAt: '', subject: '' };
  for (const line of text.split('\n')) {
    if (line.startsWith('\t')) {
      commits.push(current);
      continue;
    }
    const space = line.indexOf(' ');
    const word = space < 0 ? line : line.slice(0, space);
    const rest = space < 0 ? '' : line.slice(space + 1);
    if (/^[0-9a-f]{40,64}$/.test(word)) current = { revision: word, author: '', committedAt: '', subject: '' };
    else if (word === 'author') current.author = rest;
    else if (word === 'committer-time') current.committedAt = instant(Number(rest));
    else if (word === 'summary') current.subject = rest;
  }
  return commits;
}

/** Seconds since 1970 as RFC 3339, UTC. */
export function instant(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

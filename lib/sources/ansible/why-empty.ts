import { redactText } from '@/lib/redact';

/** Why an output holds no JSON of the json callback, and what to do, in a sentence or two. */
export function whyEmpty(stdout: string, { stderr = '', exitCode }: { stderr?: string; exitCode?: number }): string {
  const code = exitCode === undefined ? '' : ` (exit code ${exitCode})`;
  const error = firstError(stderr);
  if (stdout.trim() === '') {
    if (/no hosts to target|no hosts matched/i.test(stderr))
      return `No host matched, so nothing ran${code}: check inventory and --limit. ${error}`.trim();
    return `Standard output is empty${code}: Ansible stopped before the first play. ${error || 'Its message is on standard error'}`;
  }
  const fetch = /^\S+ \| FAILED! => \{/m.test(stdout) && stdout.includes('Starting Ansible Pull');
  if (fetch) return `ansible-pull could not fetch the repository${code}, so nothing ran. ${fatalIn(stdout)}`.trim();
  if (/^PLAY(BOOK)?( RECAP)? /m.test(stdout) || /^PLAY \[/m.test(stdout))
    return 'This is the output of a callback for people. Run again with ANSIBLE_STDOUT_CALLBACK=json, or let the plumbline callback send the run';
  return `There is no JSON of Ansible's json callback in it${code}: no line is a single {. It begins with: ${excerpt(stdout)}`;
}

function firstError(stderr: string): string {
  const lines = stderr.split(/\r?\n/);
  const at = lines.findIndex((line) => line.startsWith('ERROR!'));
  if (at === -1) return '';
  const where = lines.find((line) => line.includes('appears to be in'))?.trim() ?? '';
  return excerpt([lines[at]?.replace(/^ERROR! /, ''), where].filter(Boolean).join(' '));
}

function fatalIn(stdout: string): string {
  return excerpt(/"msg": "(.*?)(?:\\n|",?$)/m.exec(stdout)?.[1] ?? '');
}

function excerpt(text: string): string {
  return redactText(text.trim().replace(/\s+/g, ' ')).slice(0, 300);
}

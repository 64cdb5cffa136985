import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Where a Chromium is: the one that is named, the system's, or Playwright's own download. */
const browsers = [process.env.PLUMBLINE_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'];

const wanted = [
  { name: 'git', packages: ['git'], found: () => answers('git', ['--version']) },
  {
    name: 'ansible-playbook 2.14 or later',
    packages: ['ansible', 'python3-botocore'],
    found: () => answers('ansible-playbook', ['--version']),
  },
  { name: 'Chromium (or set PLUMBLINE_CHROMIUM)', packages: ['chromium'], found: () => chromium() !== null },
];

/** Path of a Chromium; null when there is none. */
export function chromium(): string | null {
  return browsers.find((path) => path && existsSync(path)) ?? null;
}

function answers(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** The tests use the real things. On Debian as root what is missing is installed; elsewhere this throws one line. */
export function requireTools(): void {
  const missing = () => wanted.filter(({ found }) => !found());
  const before = missing();
  if (before.length > 0 && process.getuid?.() === 0 && answers('apt-get', ['--version'])) {
    const packages = before.flatMap((tool) => tool.packages);
    process.stdout.write(`Installing ${packages.join(', ')} (apt-get)\n`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (args: string[]) => spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    apt(['-qq', 'update']);
    apt(['-qq', 'install', '-y', '--no-install-recommends', ...packages]);
  }
  const after = missing();
  if (after.length > 0)
    throw new Error(`the tests need ${after.map(({ name }) => name).join(', ')}: install them and run again`);
}

import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { figuresOf, readSuites } from '@/bin/read-suites';
import { promises } from '@/security/promises';
import type { SuiteResult } from '@/security/report-suite';

// npm run assurance: docs/assurance.md of what the last `npm test` measured.
const file = join(resolve(import.meta.dirname, '..'), 'docs', 'assurance.md');

function row(suite: string, result: SuiteResult | undefined): string {
  const { promise, run } = promises[suite] ?? { promise: 'Not described in security/promises.ts', run: '–' };
  const cells = result
    ? [figuresOf(result.measured), figuresOf(result.target), result.pass ? 'yes' : '**no**']
    : ['not in the last run', '–', '–'];
  const cell = (text: string) => text.replaceAll('|', '\\|');
  return `| \`${suite}\` | ${[promise, ...cells].map(cell).join(' | ')} | \`${run}\` |`;
}

const results = readSuites();
const names = [...new Set([...Object.keys(promises), ...results.map(({ suite }) => suite)])].sort();
const rows = names.map((name) =>
  row(
    name,
    results.find(({ suite }) => suite === name),
  ),
);
writeFileSync(
  file,
  `# Assurance

What Plumbline promises of its own safety, and what the suites under \`security/\` measured. \`npm run assurance\` makes this page of the lines that the last \`npm test\` left; it is not written by hand. A suite that was not run stands here without figures. It is evidence for the promises of SECURITY.md and no certificate.

| suite | promise | measured | target | pass | run it alone |
|---|---|---|---|---|---|
${rows.join('\n')}
`,
);
const missing = names.filter((name) => !results.some(({ suite }) => suite === name));
process.stdout.write(`docs/assurance.md: ${results.length} suites measured`);
process.stdout.write(missing.length > 0 ? `; not in the last run: ${missing.join(', ')}\n` : '\n');

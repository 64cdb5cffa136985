// What somebody would try who can run code in the web process. Said on one line: what each try came to.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';

const { web, application, signingKey, worker } = JSON.parse(process.env.PLUMBLINE_ORGANISATION);
await import(`${application}/bin/close-metadata.mjs`);

const tries = {
  'the settings of others': () => {
    const held = Object.entries(process.env).filter(([, value]) => value.includes('canary'));
    if (held.length === 0) throw Object.assign(new Error('nothing there'), { code: 'NOTHING' });
    return held.map(([name]) => name).join();
  },
  "the worker's environment": () => readFileSync(`/proc/${worker}/environ`, 'utf8'),
  'the key that signs the audit log': () => readFileSync(signingKey, 'utf8'),
  'the application rewritten': () => appendFileSync(web, '// mine'),
  'a new file beside it': () => writeFileSync(`${web}.mine.js`, ''),
  'a shell': async () => (await import('node:child_process')).execFileSync('/bin/sh', ['-c', 'id']),
  'native code': () => process.dlopen({ exports: {} }, '/lib/x86_64-linux-gnu/libc.so.6'),
  'the metadata service': () =>
    new Promise((done, fail) => connect(80, '169.254.169.254', done).once('error', fail).setTimeout(3000, done)),
};
const outcomes = {};
for (const [name, attempt] of Object.entries(tries))
  outcomes[name] = await Promise.resolve()
    .then(attempt)
    .then(
      () => 'done',
      (error) => error.code ?? error.message,
    );
process.stdout.write(`${JSON.stringify(outcomes)}\n`);
process.exit(0);

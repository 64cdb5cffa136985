import { admitTry } from '@/lib/access/sign-in-limit';
import { db } from '@/lib/db';

// Another web process on the same database: tsx security/test-second-instance.ts TRIES AT EMAIL ADDRESS prints how many it took.
const [tries = '0', at = '', email = '', address = ''] = process.argv.slice(2);
const answers = await Promise.all(Array.from({ length: Number(tries) }, () => admitTry(email, address, new Date(at))));
process.stdout.write(String(answers.filter(({ id }) => id !== null).length));
await db().$disconnect();

import { operatorViewer } from '@/lib/access/viewer';
import { createToken } from '@/lib/commands/create-token';
import { createUser } from '@/lib/commands/create-user';
import { db } from '@/lib/db';
import { loadSample } from '@/lib/jobs/load-sample';

// A few days of the sample estate, a person who may see all of it, and a token, in the database that DATABASE_URL names.
const [email = '', password = '', days = '2'] = process.argv.slice(2);
const viewer = operatorViewer('small sample', 'req_sample');
await createUser(viewer, { email, name: 'Ada', role: 'administrator', password });
await createUser(viewer, { email: 'mira@example.org', name: 'Mira', role: 'manager', password });
await createToken(viewer, { name: 'a pipeline', role: 'ingest' });
await loadSample(viewer, { days: Number(days) });
await db().$disconnect();

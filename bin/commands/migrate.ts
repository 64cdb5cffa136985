import type { Command } from '@/bin/command';
import { migrate } from '@/lib/migrate';

export const migrateDatabase: Command = {
  name: 'migrate',
  usage: '',
  summary: 'Bring the tables of the database up to date',
  help: ['npm start does it too.'],
  options: {},
  migrated: false,
  run: async () => {
    const applied = await migrate(process.env.DATABASE_URL ?? '', undefined, true);
    const text =
      applied.length === 0 ? 'The database is up to date' : applied.map((name) => `Applied ${name}`).join('\n');
    return { text, json: { applied } };
  },
};

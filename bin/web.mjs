// The web process: Next's standalone server, ended when its supervisor is gone.
import { join } from 'node:path';
import './close-metadata.mjs';

process.on('disconnect', () => process.exit(0));
await import(join(import.meta.dirname, '../.next/standalone/server.js'));

import { beforeAll, expect, test } from 'vitest';
import type { Viewer } from '@/lib/access/viewer';
import { useTestDatabase, viewerFor } from '@/lib/test-database';
import { functionsThatAsk, inputOf } from './authz/functions';

// Doors ask first; what stands behind them asks again, for whoever opens another way to it.
useTestDatabase();
let mayPush: Viewer;
let mayLook: Viewer;
beforeAll(async () => {
  mayPush = await viewerFor('ingest');
  mayLook = await viewerFor('viewer');
});

test.each(await functionsThatAsk())('$name asks for a permission itself', async ({ name, run }) => {
  const refused = async (viewer: Viewer) => {
    try {
      await run(viewer, ...inputOf(name));
      return 'let through';
    } catch (error) {
      return error instanceof Error && 'code' in error ? error.code : String(error);
    }
  };
  // Pushes may push and nothing else; what takes pushes is for nobody who looks.
  expect([await refused(mayPush), await refused(mayLook)]).toContain('forbidden');
});

import { expect, test } from 'vitest';
import { openApiDocument } from '@/lib/queries/openapi-document';

const document = openApiDocument();

test('the document is of OpenAPI 3.1 and names every list of the API', () => {
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths ?? {})).toEqual(
    expect.arrayContaining(
      ['hosts', 'resources', 'snapshots', 'runs', 'drift', 'encryption', 'audit', 'activity', 'sources', 'scans'].map(
        (name) => `/api/v1/${name}`,
      ),
    ),
  );
});

test('every list takes asOf, limit and cursor, and answers in the envelope', () => {
  const lists = Object.entries(document.paths ?? {}).filter(
    ([path]) => !/\{id\}$|search|errors$|proof$|consistency$|preview$|roles$/.test(path),
  );
  for (const [path, item] of lists) {
    const names = (item.get?.parameters ?? []).map((parameter) => ('name' in parameter ? parameter.name : ''));
    expect(names, path).toEqual(expect.arrayContaining(['asOf', 'limit', 'cursor']));
    const text = JSON.stringify(item.get?.responses?.['200']);
    for (const word of ['data', 'page', 'observedAt', 'coverage']) expect(text, path).toContain(`"${word}"`);
  }
});

import { createHash } from 'node:crypto';
import { canonicalJson } from '@/lib/resources/canonical-json';
import { type KindId, kindOf } from '@/lib/resources/index';
import { type Located, placeOf } from '@/lib/resources/place';

/** A resource made ready for the table: its columns, its canonical body and the SHA-256 of it all, in hexadecimal. */
export interface SnapshotRow extends Located {
  externalId: string;
  digest: string;
  name: string;
  system: string | null;
  status: string | null;
  encryption: string | null;
  links: string[];
  search: string;
  body: string;
}

/** Where the scope, and not the tags, says to which account and facility a resource belongs. */
export interface SnapshotOrigin {
  account: string | null;
  region: string | null;
  facility?: string | null;
  environment?: string | null;
  team?: string | null;
}

/** Throws where the fields are not those of the kind. */
export function snapshotRow(kindId: KindId, externalId: string, fields: unknown, origin: SnapshotOrigin): SnapshotRow {
  const kind = kindOf(kindId);
  const columns = kind.columns(kind.fields.parse(fields));
  const place = placeOf(columns.tags);
  const body = canonicalJson(fields);
  const row = {
    externalId,
    name: columns.name,
    account: origin.account,
    region: origin.region,
    facility: place.facility ?? origin.facility ?? null,
    environment: place.environment ?? origin.environment ?? null,
    team: place.team ?? origin.team ?? null,
    system: columns.system,
    status: columns.status,
    encryption: columns.encryption,
    links: columns.links,
    search: searchText([columns.name, externalId, columns.system, ...columns.links, ...Object.values(columns.tags)]),
    body,
  };
  const digest = createHash('sha256').update(canonicalJson(row)).digest('hex');
  return { ...row, digest };
}

function searchText(words: (string | null)[]): string {
  const kept = new Set(
    words.filter((word) => word !== null).map((word) => word.toLowerCase().replace(/^(ip|name):/, '')),
  );
  return [...kept].join(' ').slice(0, 2000);
}

import { createHash } from 'node:crypto';
import { canonicalJson } from '@/lib/resources/canonical-json';
import { type KindId, kindOf } from '@/lib/resources/index';
import { type Located, placeOf } from '@/lib/resources/place';
import { type PlaceRule, placeByRules } from '@/lib/resources/place-rule';

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

/** What the scope says of a resource, and for a host the place of its parts. */
export interface SnapshotOrigin {
  account: string | null;
  region: string | null;
  facility?: string | null;
  environment?: string | null;
  team?: string | null;
}

/**
 * A resource as it is recorded. Where it belongs is said by the first rule that names it, else by its parts, else by its
 * tags. Throws where the fields are not those of the kind.
 */
export function snapshotRow(
  kindId: KindId,
  externalId: string,
  fields: unknown,
  origin: SnapshotOrigin,
  rules: readonly PlaceRule[],
): SnapshotRow {
  const kind = kindOf(kindId);
  const columns = kind.columns(kind.fields.parse(fields));
  const tagged = placeOf(columns.tags);
  const { account, region } = origin;
  const ruled = placeByRules(rules, {
    name: columns.name,
    account,
    region,
    tags: columns.tags,
    groups: groupsOf(fields),
  });
  const body = canonicalJson(fields);
  const row = {
    externalId,
    name: columns.name,
    account,
    region,
    facility: ruled.facility ?? origin.facility ?? tagged.facility,
    environment: ruled.environment ?? origin.environment ?? tagged.environment,
    team: ruled.team ?? origin.team ?? tagged.team,
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

/** Inventory groups of a node or host; other kinds have none. */
function groupsOf(fields: unknown): string[] {
  const groups = typeof fields === 'object' && fields !== null && 'groups' in fields ? fields.groups : [];
  return Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [];
}

function searchText(words: (string | null)[]): string {
  const kept = new Set(
    words.filter((word) => word !== null).map((word) => word.toLowerCase().replace(/^(ip|name):/, '')),
  );
  return [...kept].join(' ').slice(0, 2000);
}

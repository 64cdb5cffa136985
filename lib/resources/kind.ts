import type { z } from 'zod';

/** What lists show and filter by, taken from the fields once, when a resource is recorded. */
export interface Columns {
  name: string;
  status: string | null;
  encryption: 'encrypted' | 'unencrypted' | 'unknown' | null;
  /** Operating system or engine, such as `Ubuntu 22.04` */
  system: string | null;
  /** Keys that join resources: `i-…`, `sg-…`, `ip:10.0.0.5`, `name:ehr-app-03`; lower case where a name */
  links: string[];
  tags: Readonly<Record<string, string>>;
}

export interface Kind<Fields = unknown> {
  /** As in the catalogue: `aws.ec2.volume` */
  id: string;
  /** `Volume`, `Volumes` */
  title: string;
  plural: string;
  /** Parsed once at the edge; each field has a description, since it is shown on screen and in the API */
  fields: z.ZodType<Fields>;
  columns: (fields: Fields) => Columns;
  /** One healthy example, as a source would give it */
  example: Fields;
}

export function defineKind<Fields>(kind: Kind<Fields>): Kind<Fields> {
  return kind;
}

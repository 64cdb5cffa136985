import type { z } from 'zod';
import type { ActivityEvent } from '@/lib/resources/activity-event';
import type { DeclaredGroup } from '@/lib/resources/declared-group';
import type { KindId } from '@/lib/resources/index';
import type { RunReport } from '@/lib/resources/run-report';

/** What one scope yields: resources of a kind, declarations, activity or runs. */
export type ScopeKind = KindId | 'declaration' | 'activity' | 'run';

/** One account, region and kind; one repository; one control node. Scanned and failing apart from all others. */
export interface ScopeSpec {
  /** The same over time: `418203995571/us-east-1/aws.ec2.volume` */
  key: string;
  kind: ScopeKind;
  account: string | null;
  region: string | null;
  /** After so many seconds without a complete scan its resources are stale */
  freshnessSeconds: number;
}

/** A resource as seen: `fields` satisfy the kind of its scope. */
export interface ObservedResource {
  /** The provider's own id: i-…, an ARN, a name */
  externalId: string;
  fields: unknown;
}

/** A row that could not be parsed: kept, counted and shown. */
export interface Unreadable {
  externalId: string | null;
  reason: string;
  /** At most 2,000 characters, secrets removed */
  excerpt: string;
}

interface Gathered {
  /** Partial: a page did not come. Nothing is closed */
  outcome: 'complete' | 'partial';
  resources?: ObservedResource[];
  declarations?: DeclaredGroup[];
  activity?: ActivityEvent[];
  runs?: RunReport[];
  unreadable: Unreadable[];
  problem?: string;
}

/** The answer of one scope. Refused is not empty, and failed is not gone. */
export type Collected =
  | Gathered
  | { outcome: 'refused'; action: string; problem: string }
  | { outcome: 'failed'; problem: string };

export interface CollectContext {
  /** The moment that is collected for; a source never reads a clock */
  at: Date;
  signal: AbortSignal;
  /** What the worker shows while it waits: `ec2:DescribeVolumes, page 4` */
  progress: (doing: string) => void;
  /** When the scope was last collected completely; null at first */
  lastCompleteAt: Date | null;
}

/** One ingestor family. `collect` never throws for what the other side says: it answers refused or failed. */
export interface Source<Config> {
  provider: 'aws' | 'ansible' | 'git' | 'sample';
  title: string;
  config: z.ZodType<Config>;
  /** Members of the configuration, however deep, that are stored sealed; none unless given */
  secrets?: readonly string[];
  /** The scopes that the configuration speaks of, in the order in which they are collected */
  scopes: (config: Config, context: CollectContext) => Promise<ScopeSpec[]>;
  collect: (config: Config, scope: ScopeSpec, context: CollectContext) => Promise<Collected>;
}

export function defineSource<Config>(source: Source<Config>): Source<Config> {
  return source;
}

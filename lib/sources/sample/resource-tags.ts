import { sites } from '@/lib/sources/sample/facilities';
import type { SampleHost } from '@/lib/sources/sample/hosts';

/** The tags that a host's resources carry: where it belongs, and what data it holds. */
export function tagsOf(host: SampleHost, name: string): Record<string, string> {
  const { facility, team, dataClass } = host.role;
  const { environment } = sites[host.site];
  return { Name: name, Facility: facility, Environment: environment, Team: team, DataClass: dataClass };
}

/** The key of the scope that sees a kind in the account and region of a site. */
export function scopeKey(site: { account: string | null; region: string | null }, kind: string): string {
  return `${site.account}/${site.region}/${kind}`;
}

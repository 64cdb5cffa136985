/** Where a resource belongs: who may see it, and whom it concerns. */
export interface Place {
  facility: string | null;
  environment: string | null;
  team: string | null;
}

/** A place, and the part of the cloud that it lies in. */
export interface Located extends Place {
  account: string | null;
  region: string | null;
}

const keys: Record<keyof Place, readonly string[]> = {
  facility: ['facility', 'site', 'location'],
  environment: ['environment', 'env', 'stage'],
  team: ['team', 'owner', 'owner-team', 'owner_team'],
};

/** The place that tags name; null where none does. Tag keys are compared without case. */
export function placeOf(tags: Readonly<Record<string, string>>): Place {
  const lower = new Map(Object.entries(tags).map(([key, value]) => [key.toLowerCase(), value.trim()]));
  const first = (names: readonly string[]) => names.map((name) => lower.get(name)).find((value) => value) ?? null;
  return { facility: first(keys.facility), environment: first(keys.environment), team: first(keys.team) };
}

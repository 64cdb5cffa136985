/** How much of anything we take from others before we look at it: one table for bodies, archives, JSON and YAML. */
export const uploadLimits = {
  /** A push of runs, packed as it comes */
  bodyBytes: 20 * 1024 * 1024,
  /** What a form of a screen sends */
  formBytes: 256 * 1024,
  /** A body after gzip, in all and in proportion; a small one may grow as far as `alwaysBytes` */
  unpackedBytes: 200 * 1024 * 1024,
  unpackedRatio: 100,
  alwaysBytes: 4 * 1024 * 1024,
  /** Levels and members of JSON, counted before anything is built of it */
  jsonDepth: 64,
  jsonKeys: 200_000,
  /** What an ansible-playbook wrote on this machine is read by its operator: as deep, but larger */
  ownJsonDepth: 100,
  ownJsonKeys: 20_000_000,
  /** Aliases of a YAML file; its nodes, an alias counting as often as it is used, and its levels */
  yamlAliases: 50,
  yamlNodes: 200_000,
  yamlDepth: 64,
  /** One file of a repository, and all that are read of it */
  fileBytes: 1024 * 1024,
  filesBytes: 200 * 1024 * 1024,
  files: 20_000,
} as const;

/** The packages of a release, CycloneDX 1.5 as JSON. */
export function sbom(): string;

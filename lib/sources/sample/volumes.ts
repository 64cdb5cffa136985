import type { z } from 'zod';
import type { volume } from '@/lib/resources/volume';
import { daysAgo, hour, iso } from '@/lib/sources/sample/calendar';
import { hex } from '@/lib/sources/sample/dice';
import { keyArn, sites } from '@/lib/sources/sample/facilities';
import type { SampleHost } from '@/lib/sources/sample/hosts';
import { scopeKey, tagsOf } from '@/lib/sources/sample/resource-tags';
import { steady, type Timeline } from '@/lib/sources/sample/timeline';

type Volume = z.infer<typeof volume.fields>;

/** One volume of a host, attached from–to. */
export interface VolumeSpan {
  id: string;
  device: string;
  sizeGiB: number;
  encrypted: boolean;
  from: number;
  to: number;
}

/** Disks (host and number of disk) that stand unencrypted, and the day before the end on which one was replaced. */
const unencrypted = new Map<string, number | null>([
  ['rvs-bill-q-01 2', null],
  ['rvs-bill-q-03 2', null],
  ['rvs-bill-app-11 2', null],
  ['rvs-mon-02 2', null],
  ['rvs-ci-01 2', null],
  ['lks-pacs-arch-04 3', null],
  ['lks-pacs-arch-04 4', null],
  ['lks-pacs-arch-09 7', null],
  ['lks-pacs-ai-02 3', null],
  ['lks-ris-app-08 2', null],
  ['lks-log-01 5', null],
  ['lks-bill-app-05 2', null],
  ['lks-dicom-gw-02 2', null],
  ['lks-dicom-gw-03 2', null],
  ['ngt-badge-01 1', null],
  ['ngt-badge-02 1', null],
  ['ngt-rx-db-01 3', null],
  ['rvs-ehr-stg-04 2', null],
  ['rvs-bill-stg-06 2', null],
  ['rvs-ehr-app-03 2', 71],
  ['rvs-ehr-app-04 2', 71],
  ['rvs-ehr-db-06 4', 54],
  ['lks-pacs-12 3', 47],
  ['lks-pacs-13 3', 47],
  ['ngt-lab-db-03 5', 30],
  ['rvs-rx-app-02 2', 23],
  ['lks-view-14 2', 12],
]);

/** Every volume that was ever attached to a host. One found unencrypted is replaced by an encrypted copy. */
export function volumeSpans(host: SampleHost, end: number): VolumeSpan[] {
  if (!host.instanceId) return [];
  const spans = host.role.disks.flatMap((sizeGiB, index): VolumeSpan[] => {
    const key = `${host.name} ${index + 1}`;
    const device = deviceOf(host, index);
    const replaced = unencrypted.get(key);
    const whole = { device, sizeGiB, from: host.from, to: host.to };
    if (replaced === undefined) return [{ ...whole, id: idOf(key), encrypted: true }];
    if (replaced === null) return [{ ...whole, id: idOf(key), encrypted: false }];
    const swap = daysAgo(end, replaced, '21:10');
    return [
      { ...whole, id: idOf(key), encrypted: false, to: swap },
      { ...whole, id: idOf(`${key} copy`), encrypted: true, from: swap },
    ];
  });
  return host.name === 'lks-pacs-02' ? [...spans, addedByHand(end)] : spans;
}

/** The 400 GiB that S. Lindqvist attached without encryption, three days before the end. */
function addedByHand(end: number): VolumeSpan {
  const from = end - 74 * hour;
  return {
    id: 'vol-0c77d1a94e2b8f10a',
    device: '/dev/sdz',
    sizeGiB: 400,
    encrypted: false,
    from,
    to: Number.POSITIVE_INFINITY,
  };
}

function idOf(key: string): string {
  return `vol-0${hex(16, `volume ${key}`)}`;
}

function deviceOf(host: SampleHost, index: number): string {
  if (index === 0) return host.role.system === 'Windows Server 2022' ? '/dev/sda1' : '/dev/xvda';
  return `/dev/sd${String.fromCharCode(101 + index)}`;
}

/** What EC2 says of a host's volumes; they go with it. */
export function volumeTimelines(host: SampleHost, end: number): Timeline[] {
  const site = sites[host.site];
  const { account, region } = site;
  if (!account || !region) return [];
  const alias = host.role.team === 'Imaging' ? 'pacs-archive' : host.role.team === 'Billing' ? 'billing' : 'ehr-data';
  return volumeSpans(host, end).map((span) => {
    const fields: Volume = {
      id: span.id,
      name: `${host.name}${span.device.replace('/dev/', '-')}`,
      state: 'in-use',
      type: span.sizeGiB >= 2000 ? 'st1' : 'gp3',
      sizeGiB: span.sizeGiB,
      encrypted: span.encrypted,
      kmsKeyId: span.encrypted ? keyArn(account, region, alias) : null,
      attachments: [{ instanceId: host.instanceId ?? '', device: span.device }],
      snapshotId: null,
      createdAt: iso(span.from),
      tags: tagsOf(host, `${host.name}${span.device.replace('/dev/', '-')}`),
    };
    return steady(scopeKey(site, 'aws.ec2.volume'), span.id, span.from, span.to, fields);
  });
}

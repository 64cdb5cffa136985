import { setMaxListeners } from 'node:events';
import type { AwsAction } from '@/lib/sources/aws/actions';
import { CallFailed, calling } from '@/lib/sources/aws/call-failed';
import { withAccess } from '@/lib/sources/aws/client';
import { type AwsConfig, type AwsRole, accountOf, rolesOf } from '@/lib/sources/aws/config';
import { callerAccount, credentialsFor } from '@/lib/sources/aws/credentials';
import { inParallel } from '@/lib/sources/aws/in-parallel';
import { globalCalls, regionalCalls, type SmallestCall } from '@/lib/sources/aws/smallest-calls';

/** What one action answered. */
export interface TestedCall {
  action: AwsAction;
  account: string | null;
  /** Null for what is asked once per account */
  region: string | null;
  outcome: 'ok' | 'refused' | 'failed';
  problem: string | null;
}

export interface AwsTest {
  /** The account of the credentials, or of the first role; null when that cannot be found out */
  account: string | null;
  calls: TestedCall[];
}

/** Fewer attempts than a scan makes: somebody waits for the answer. */
const maxAttempts = 3;
const longestMs = 60_000;

/** Makes the smallest call of each action in each account and region, and says of each how it went. Never throws for AWS. */
export async function testAws(config: AwsConfig): Promise<AwsTest> {
  const signal = AbortSignal.timeout(longestMs);
  setMaxListeners(0, signal);
  const roles = rolesOf(config);
  const [firstRole] = roles;
  if (firstRole) {
    const calls = await inParallel(roles, 4, (role) => testRole(config, role, signal));
    return { account: accountOf(firstRole), calls: calls.flat() };
  }
  const calls: TestedCall[] = [];
  try {
    const account = await callerAccount(config, signal, maxAttempts);
    calls.push({ action: 'sts:GetCallerIdentity', account, region: null, outcome: 'ok', problem: null });
    calls.push(...(await testAccount(config, account, null, signal)));
    return { account, calls };
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    return { account: null, calls: [failed(error, null, null)] };
  }
}

/** Without the role there is nothing else to test. */
async function testRole(config: AwsConfig, role: AwsRole, signal: AbortSignal): Promise<TestedCall[]> {
  const account = accountOf(role);
  try {
    await credentialsFor(config, role, signal)();
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    return [failed(error, account, null)];
  }
  const assumed: TestedCall = { action: 'sts:AssumeRole', account, region: null, outcome: 'ok', problem: null };
  return [assumed, ...(await testAccount(config, account, role, signal))];
}

async function testAccount(config: AwsConfig, account: string, role: AwsRole | null, signal: AbortSignal) {
  const credentials = credentialsFor(config, role, signal);
  const first = config.regions[0] ?? 'us-east-1';
  const places: { region: string; told: string | null; make: typeof globalCalls }[] = [
    ...config.regions.map((region) => ({ region, told: region, make: regionalCalls })),
    { region: first, told: null, make: globalCalls },
  ];
  const calls = await inParallel(places, 4, ({ region, told, make }) =>
    withAccess({ account, region, signal, maxAttempts, progress: () => undefined }, credentials, async (access) =>
      inParallel(await make(access), 4, (call) => tested(call, account, told)),
    ),
  );
  return calls.flat();
}

async function tested(call: SmallestCall, account: string, region: string | null): Promise<TestedCall> {
  try {
    await calling(call.action, region, call.make);
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    // Permission is looked at first: who hears that there is none would have got it
    if (!call.absent?.test(error.code)) return failed(error, account, region);
  }
  return { action: call.action, account, region, outcome: 'ok', problem: null };
}

function failed(error: CallFailed, account: string | null, region: string | null): TestedCall {
  return {
    action: error.action,
    account,
    region,
    outcome: error.refused ? 'refused' : 'failed',
    problem: error.problem,
  };
}

import type pg from 'pg';

const everyTable = `source scope scan unreadable resource snapshot host_link run run_event host_state host_interval declaration drift
  finding activity day_count run_count collection source_test delivery setting facility_rule`;
const providers = 'provider provider_answer provider_session break_glass';
const auditLog = 'audit_event audit_leaf audit_node audit_key audit_checkpoint';
/** Written by no role but the owner's functions. */
const auditHoles = 'audit_erased audit_hole';

/** What each role may do, by table. The web writes what people and pushes change; audit events are only added. */
const rights = {
  plumbline_web: [
    [
      'SELECT',
      `${everyTable} ${auditLog} audit_pending audit_witness user_account role_grant session token sign_in_try sign_in_count export_slot ${providers}`,
    ],
    [
      'INSERT',
      'source scope scan unreadable resource snapshot host_link run run_event host_state host_interval run_count day_count',
    ],
    [
      'INSERT',
      'finding drift activity collection source_test delivery setting audit_event user_account role_grant session token sign_in_try',
    ],
    ['SELECT', `${auditHoles} audit_hold audit_verification`],
    ['INSERT', 'audit_hold audit_verification'],
    ['UPDATE', 'audit_hold'],
    [
      'UPDATE',
      'source scope resource snapshot host_link run host_state host_interval run_count finding drift declaration collection',
    ],
    ['INSERT', providers],
    ['UPDATE', 'provider break_glass'],
    ['DELETE', 'provider_answer'],
    ['UPDATE', 'day_count delivery setting user_account role_grant session token sign_in_try'],
    ['INSERT, UPDATE, DELETE', 'sign_in_count export_slot'],
    ['SELECT, INSERT, UPDATE', 'reach_grant invitation'],
    ['INSERT, UPDATE', 'facility_rule'],
    [
      'DELETE',
      'snapshot host_link run run_event host_state host_interval day_count finding collection delivery setting sign_in_try',
    ],
  ],
  plumbline_worker: [
    ['SELECT, INSERT, UPDATE, DELETE', `${everyTable} audit_witness`],
    ['SELECT, INSERT', auditLog],
    ['SELECT, DELETE', 'audit_pending'],
    ['SELECT', `${auditHoles} audit_hold`],
    ['SELECT, UPDATE', 'audit_verification'],
  ],
} as const;

/** The objects of pg-boss, made by whoever started first: they are the worker's, which alters them when pg-boss is renewed. */
const givePgBoss = `DO $$ DECLARE command text; BEGIN
  IF NOT pg_has_role('plumbline_worker', 'MEMBER') THEN RETURN; END IF;
  FOR command IN
    SELECT format('ALTER SCHEMA %I OWNER TO plumbline_worker', nspname) FROM pg_namespace WHERE nspname = 'pgboss'
    UNION ALL SELECT format('ALTER TABLE pgboss.%I OWNER TO plumbline_worker', relname) FROM pg_class
      WHERE relnamespace = to_regnamespace('pgboss') AND relkind IN ('r', 'p')
    UNION ALL SELECT format('ALTER TYPE pgboss.%I OWNER TO plumbline_worker', typname) FROM pg_type
      WHERE typnamespace = to_regnamespace('pgboss') AND typtype = 'e'
    UNION ALL SELECT format('ALTER ROUTINE %s OWNER TO plumbline_worker', oid::regprocedure) FROM pg_proc
      WHERE pronamespace = to_regnamespace('pgboss')
  LOOP EXECUTE command; END LOOP;
END $$`;

/**
 * Behind a policy an index serves only operators that are known to tell nothing of rows they turn down. These tell
 * nothing; only a superuser may say so, in each database. Without it the same answers come more slowly.
 */
const sayWhatTellsNothing = `DO $$ DECLARE told regprocedure; BEGIN
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN RETURN; END IF;
  FOR told IN SELECT oid FROM pg_proc WHERE NOT proleakproof AND oid IN ('pg_catalog.arraycontains(anyarray, anyarray)'::regprocedure,
    'pg_catalog.arrayoverlap(anyarray, anyarray)'::regprocedure, 'pg_catalog.textlike(text, text)'::regprocedure)
  LOOP EXECUTE format('ALTER FUNCTION %s LEAKPROOF', told); END LOOP;
END $$`;

/**
 * Gives the roles of the web and of the worker their rights, as far as the server has these roles, and takes away what
 * they had before. The client is of the role that owns the tables.
 */
export async function grantRoles(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ rolname: string }>(
    "SELECT rolname FROM pg_roles WHERE rolname IN ('plumbline_web', 'plumbline_worker')",
  );
  await client.query('BEGIN');
  try {
    await client.query(sayWhatTellsNothing);
    for (const role of ['plumbline_web', 'plumbline_worker'] as const) {
      if (!rows.some(({ rolname }) => rolname === role)) continue;
      await client.query(`REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${role}`);
      for (const [right, tables] of rights[role])
        await client.query(`GRANT ${right} ON ${tables.trim().split(/\s+/).join(', ')} TO ${role}`);
      await client.query(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${role}`);
      if (role === 'plumbline_worker') {
        await client.query(
          'GRANT EXECUTE ON FUNCTION ensure_audit_month(timestamptz), erase_audit_month(date) TO plumbline_worker',
        );
        // pg-boss makes its schema at the first start.
        const { rows: here } = await client.query<{ name: string }>('SELECT quote_ident(current_database()) AS name');
        await client.query(`GRANT CREATE ON DATABASE ${here[0]?.name} TO plumbline_worker`);
        await client.query(givePgBoss);
      }
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

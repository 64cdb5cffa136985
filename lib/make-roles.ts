import pg from 'pg';

export interface RolePasswords {
  web: string;
  worker: string;
}

/**
 * Makes the roles `plumbline_web` and `plumbline_worker`, which own nothing and bypass nothing, or gives them these passwords;
 * `url` is that of a superuser. Passwords are of letters, digits, `-` and `_`.
 */
export async function makeRoles(url: string, passwords: RolePasswords): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const [name, password] of Object.entries(passwords)) {
      if (!/^[\w-]{16,}$/.test(password))
        throw new Error('The password of a database role must be of 16 or more letters');
      const role = `plumbline_${name}`;
      const found = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
      const verb = found.rowCount === 0 ? 'CREATE' : 'ALTER';
      await client.query(
        `${verb} ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '${password}'`,
      );
    }
  } finally {
    await client.end();
  }
}

/** The same database as another role. */
export function asRole(url: string, role: string, password: string): string {
  const changed = new URL(url);
  changed.username = role;
  changed.password = password;
  return changed.href;
}

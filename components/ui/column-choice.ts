import { cookies } from 'next/headers';
import { columnCookie } from './column-cookie';

/** The columns of a table that this person has put away. */
export async function columnChoice(table: string): Promise<ReadonlySet<string>> {
  const value = (await cookies()).get(columnCookie(table))?.value ?? '';
  return new Set(value.split('.').filter((key) => key !== ''));
}

/** Where a person's choice of columns is kept: the keys that are put away, parted by full stops. */
export const columnCookie = (table: string) => `plumbline.columns.${table}`;

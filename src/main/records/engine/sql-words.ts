/**
 * What SQLite and PostgreSQL call differently in the text of the tables, so that there is one text for both
 * (migrations/). Everything else in it is SQL that both understand.
 */

export type SqlWords = {
  /** Compared and sorted by bytes on both. */
  text: string
  /** 64 bits, for milliseconds. */
  integer: string
  bytes: string
  /** Behind a table: what is put into a column has the column's type. */
  table: string
  /** The same, for a table whose rows lie in the order of their key. */
  keyedTable: string
  /** Before any table: what the other engine has of itself. */
  first: readonly string[]
  /** `what`: how the refusal begins, "audit events are" say. */
  neverDeleted: (table: string, what: string) => readonly string[]
  /** `when`: only rows of which this holds, in terms of OLD and NEW. */
  neverChanged: (table: string, what: string, when?: string) => readonly string[]
  /** Rows are added and read, and nothing else. `key`: the table's primary key; of several columns "a, b". */
  onlyAddedTo: (table: string, key: string, what: string) => readonly string[]
}

const abort = (says: string) => `BEGIN SELECT RAISE(ABORT, '${says}'); END`

const sameKey = (key: string) =>
  key
    .split(', ')
    .map((column) => `${column} = NEW.${column}`)
    .join(' AND ')

export const sqliteWords: SqlWords = {
  text: 'TEXT',
  integer: 'INTEGER',
  bytes: 'BLOB',
  table: 'STRICT',
  keyedTable: 'STRICT, WITHOUT ROWID',
  first: [],
  neverDeleted: (table, what) => [
    `CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table} ${abort(`${what} never deleted`)}`,
  ],
  neverChanged: (table, what, when) => [
    `CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table} ${when === undefined ? '' : `WHEN ${when}`}
      ${abort(`${what} never changed`)}`,
  ],
  onlyAddedTo: (table, key, what) => [
    ...sqliteWords.neverChanged(table, what),
    ...sqliteWords.neverDeleted(table, what),
    // INSERT OR REPLACE deletes without firing a trigger on DELETE, so a key that is there is refused at INSERT.
    `CREATE TRIGGER ${table}_no_replace BEFORE INSERT ON ${table}
      WHEN EXISTS (SELECT 1 FROM ${table} WHERE ${sameKey(key)}) ${abort(`${what} never replaced`)}`,
  ],
}

export const postgresWords: SqlWords = {
  text: 'TEXT COLLATE "C"',
  integer: 'BIGINT',
  bytes: 'BYTEA',
  table: '',
  keyedTable: '',
  first: [
    `CREATE FUNCTION instr(text, text) RETURNS integer
      LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT strpos($1, $2)'`,
    // IS JSON would need PostgreSQL 16.
    `CREATE FUNCTION json_valid(value text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
      BEGIN
        PERFORM value::json;
        RETURN TRUE;
      EXCEPTION WHEN data_exception THEN RETURN FALSE;
      END $$`,
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$`,
  ],
  // TRUNCATE fires no trigger of a row.
  neverDeleted: (table, what) => [
    `CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table}
      FOR EACH ROW EXECUTE FUNCTION refuse('${what} never deleted')`,
    `CREATE TRIGGER ${table}_no_truncate BEFORE TRUNCATE ON ${table}
      FOR EACH STATEMENT EXECUTE FUNCTION refuse('${what} never deleted')`,
  ],
  neverChanged: (table, what, when) => [
    `CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table} FOR EACH ROW
      ${when === undefined ? '' : `WHEN (${when})`} EXECUTE FUNCTION refuse('${what} never changed')`,
  ],
  // What would take the place of a row here changes it, and is refused as that.
  onlyAddedTo: (table, _key, what) => [
    ...postgresWords.neverChanged(table, what),
    ...postgresWords.neverDeleted(table, what),
  ],
}

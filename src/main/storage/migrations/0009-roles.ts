import type { Migration } from '../migrate'

/**
 * Administrator rights apart from being a practitioner. The column is made anew because its CHECK named the old roles
 * and the table cannot be: other tables refer to it.
 */
export const roles: Migration = {
  version: 9,
  name: 'roles',
  statements: [
    `ALTER TABLE person ADD COLUMN new_role TEXT NOT NULL DEFAULT 'staff'
      CHECK (new_role IN ('administrator', 'practitioner-administrator', 'practitioner', 'staff'))`,
    `UPDATE person SET new_role = CASE role WHEN 'owner' THEN 'practitioner-administrator' ELSE role END`,
    `ALTER TABLE person DROP COLUMN role`,
    `ALTER TABLE person RENAME COLUMN new_role TO role`,
  ],
}

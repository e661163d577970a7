import type { Migration } from '../migrate'

/**
 * Fullscript compares the redirect URI exactly, so "any free port" is no default any more: it becomes the two ports that
 * new settings have. And each environment says what "Add plan" opens.
 */
export const fixedPorts: Migration = {
  version: 22,
  name: 'fixed ports',
  statements: [
    `UPDATE fullscript_application SET loopback_ports = '28471,28571' WHERE loopback_ports = ''`,
    `ALTER TABLE fullscript_application ADD COLUMN feature TEXT NOT NULL DEFAULT 'treatmentPlan'
      CHECK (feature IN ('treatmentPlan', 'platform'))`,
  ],
}

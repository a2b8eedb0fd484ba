/** Who may do what, from least to most: `viewer` reads, `operator` acknowledges, silences and judges, `admin` manages access. */
export const ROLES = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Whether a role is enough where another one is needed: each has the rights of those before it. */
export function suffices(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

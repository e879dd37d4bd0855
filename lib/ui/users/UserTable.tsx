import { type Role, ROLES } from "../../auth/permissions.ts";
import type { PublicUser } from "../../auth/user.ts";
import type { Formatter } from "../../i18n/format.ts";
import type { Messages } from "../../i18n/messages.ts";
import { Ago } from "../Ago.tsx";

export interface UserTableProps {
  users: PublicUser[];
  ownId: string;
  texts: Messages;
  format: Formatter;
  /** Absent for those who may not change roles. */
  onRole?: ((user: PublicUser, role: Role) => void) | undefined;
}

/** Accounts; those who wait for access come first, then by age. */
export function UserTable({ users, ownId, texts, format, onRole }: UserTableProps) {
  const guestsFirst = [...users].sort((a, b) =>
    Number(b.role === "GUEST") - Number(a.role === "GUEST") ||
    (a.createdAt < b.createdAt ? -1 : 1)
  );
  const { users: words, roles } = texts;
  return (
    <div class="table-box">
      <table class="table table-cards user-table">
        <thead>
          <tr>
            <th scope="col">{words.name}</th>
            <th scope="col">{words.email}</th>
            <th scope="col">{words.since}</th>
            <th scope="col">{words.role}</th>
          </tr>
        </thead>
        <tbody>
          {guestsFirst.map((user) => (
            <tr key={user.id} data-user={user.email}>
              <td class="cell-name">
                {user.name}
                {user.id === ownId && <span class="muted">({words.you})</span>}
              </td>
              <td class="wide" data-label={words.email} title={user.email}>{user.email}</td>
              <td data-label={words.since}>
                <Ago at={user.createdAt} format={format} />
              </td>
              <td data-label={words.role}>
                {onRole === undefined
                  ? roles.names[user.role]
                  : <RoleSelect user={user} texts={texts} onRole={onRole} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RoleSelectProps {
  user: PublicUser;
  texts: Messages;
  onRole: (user: PublicUser, role: Role) => void;
}

function RoleSelect({ user, texts, onRole }: RoleSelectProps) {
  return (
    <select
      class="select role-select"
      aria-label={texts.users.roleOf(user.name)}
      value={user.role}
      onChange={({ currentTarget }) => {
        const role = ROLES.find((known) => known === currentTarget.value);
        // What was chosen shows once the server has taken it.
        currentTarget.value = user.role;
        if (role !== undefined) onRole(user, role);
      }}
    >
      {ROLES.map((role) => <option key={role} value={role}>{texts.roles.names[role]}</option>)}
    </select>
  );
}

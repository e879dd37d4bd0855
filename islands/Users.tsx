import { useState } from "preact/hooks";
import { type Role, ROLES } from "@/lib/auth/permissions.ts";
import type { PublicUser } from "@/lib/auth/user.ts";
import { formatterFor } from "@/lib/i18n/format.ts";
import type { Locale } from "@/lib/i18n/locale.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { ConfirmDialog, type Question } from "@/lib/ui/ConfirmDialog.tsx";
import { UserTable } from "@/lib/ui/users/UserTable.tsx";

export interface UsersProps {
  users: PublicUser[];
  /** Who looks at the page. */
  ownId: string;
  mayManage: boolean;
  locale: Locale;
  timeZone: string;
}

/** The accounts and their roles; guests are let in here. */
export function Users(props: UsersProps) {
  const all = messagesFor(props.locale);
  const texts = all.users;
  const names = all.roles.names;
  const format = formatterFor(props.locale, "USD", props.timeZone);
  const [users, setUsers] = useState(props.users);
  const [said, setSaid] = useState<{ text: string; state: "ok" | "critical" } | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const waiting = users.filter((user) => user.role === "GUEST").length;

  const setRole = async (user: PublicUser, role: Role) => {
    const response = await fetch(`/api/v1/auth/users/${user.id}`, {
      method: "PATCH",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ role }),
    }).catch(() => null);
    if (response?.ok) {
      const changed: PublicUser = await response.json();
      setUsers((known) => known.map((one) => one.id === changed.id ? changed : one));
      setSaid({ text: texts.changed(changed.name, names[changed.role]), state: "ok" });
    } else {
      const text = response?.status === 409 ? texts.lastAdmin : all.chart.failed;
      setSaid({ text, state: "critical" });
    }
  };
  const askOrSet = (user: PublicUser, role: Role) => {
    const run = () => setRole(user, role);
    if (user.id === props.ownId) {
      const text = texts.selfText(names[role]);
      setQuestion({ title: texts.selfTitle, text, action: texts.selfAction, run });
    } else if (role === "ADMIN") {
      const text = texts.adminText(user.name);
      setQuestion({ title: texts.adminTitle, text, action: texts.adminAction, run });
    } else void run();
  };

  return (
    <div class="side-by-side side-by-side-end">
      <section class="card" aria-labelledby="users-title">
        <div class="list-head">
          <h2 id="users-title">{texts.list}</h2>
          {waiting > 0 && (
            <span class="badge" data-state="warning" data-waiting>{texts.waiting(waiting)}</span>
          )}
        </div>
        <div role="status">
          {said !== null && <p class="notice list-notice" data-state={said.state}>{said.text}</p>}
        </div>
        <UserTable
          users={users}
          ownId={props.ownId}
          texts={all}
          format={format}
          onRole={props.mayManage ? askOrSet : undefined}
        />
      </section>
      <section class="card card-body" aria-labelledby="roles-title">
        <h2 id="roles-title">{texts.rolesTitle}</h2>
        <dl class="role-list">
          {ROLES.map((role) => (
            <div key={role}>
              <dt>{names[role]}</dt>
              <dd class="muted">{all.roles.help[role]}</dd>
            </div>
          ))}
        </dl>
      </section>
      <ConfirmDialog
        question={question}
        cancel={all.app.cancel}
        onDone={() => setQuestion(null)}
      />
    </div>
  );
}

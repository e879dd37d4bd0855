import type { AccountField, AccountForm } from "@/lib/auth/account_form.ts";
import { MIN_PASSWORD_CHARACTERS } from "@/lib/auth/password_policy.ts";
import type { State } from "@/lib/define.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { Icon } from "@/lib/ui/icons.tsx";
import { LanguageLink } from "@/lib/ui/LanguageLink.tsx";

export interface AccountCardProps {
  kind: "login" | "register";
  form: AccountForm;
  state: State;
  url: URL;
}

interface FieldProps {
  form: AccountForm;
  name: AccountField;
  label: string;
  type: "text" | "email" | "password";
  autocomplete: string;
  help?: string;
  minLength?: number;
}

function Field({ form, name, label, type, autocomplete, help, minLength }: FieldProps) {
  const error = form.errors.find(({ field }) => field === name);
  const notes = [help && `${name}-help`, error && `${name}-error`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        class="input"
        id={name}
        name={name}
        type={type}
        // A password that was typed is never sent back.
        value={name === "password" ? undefined : form.values[name]}
        autocomplete={autocomplete}
        minLength={minLength}
        required
        aria-invalid={error === undefined ? undefined : "true"}
        aria-describedby={notes === "" ? undefined : notes}
      />
      {help !== undefined && <p class="field-help" id={`${name}-help`}>{help}</p>}
      {error !== undefined && <p class="field-error" id={`${name}-error`}>{error.message}</p>}
    </div>
  );
}

function ErrorSummary({ form, title }: { form: AccountForm; title: string }) {
  if (form.errors.length === 0) return null;
  return (
    <div class="notice form-error" data-state="critical" role="alert" tabIndex={-1} autofocus>
      <strong>{title}</strong>
      <ul>
        {form.errors.map(({ field, message }) => (
          <li key={message}>{field === null ? message : <a href={`#${field}`}>{message}</a>}</li>
        ))}
      </ul>
    </div>
  );
}

/** The page of a sign-in or registration form; works without JavaScript. */
export function AccountCard({ kind, form, state, url }: AccountCardProps) {
  const texts = messagesFor(state.locale).auth;
  const isLogin = kind === "login";
  const next = form.next === "/" ? "" : `?next=${encodeURIComponent(form.next)}`;
  // After a refused form the address has lost where to go; the form still knows.
  const address = new URL(`/${kind}${next}`, url);
  return (
    <main class="centered">
      <div class="card auth-card">
        <div class="auth-head">
          <div class="brand">
            <Icon name="lookout" size={22} />
            <span class="brand-name">Vigia</span>
          </div>
          <LanguageLink locale={state.locale} url={address} />
        </div>
        <h1>{isLogin ? texts.signIn : texts.register}</h1>
        <p class="muted">{isLogin ? texts.signInLead : texts.registerLead}</p>
        <ErrorSummary form={form} title={texts.problem} />
        <form method="post" action={`/${kind}`}>
          <input type="hidden" name="next" value={form.next} />
          {!isLogin && (
            <Field form={form} name="name" label={texts.name} type="text" autocomplete="name" />
          )}
          <Field
            form={form}
            name="email"
            label={texts.email}
            type="email"
            autocomplete={isLogin ? "username" : "email"}
          />
          <Field
            form={form}
            name="password"
            label={texts.password}
            type="password"
            autocomplete={isLogin ? "current-password" : "new-password"}
            help={isLogin ? undefined : texts.passwordHelp}
            minLength={isLogin ? undefined : MIN_PASSWORD_CHARACTERS}
          />
          <button type="submit" class="button button-primary button-block">
            {isLogin ? texts.signIn : texts.register}
          </button>
        </form>
        <p>
          {isLogin
            ? <a href={`/register${next}`}>{texts.toRegister}</a>
            : <a href={`/login${next}`}>{texts.toLogin}</a>}
        </p>
      </div>
    </main>
  );
}

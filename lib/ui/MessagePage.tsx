import type { ComponentChildren } from "preact";

export interface MessagePageProps {
  code: string;
  title: string;
  children: ComponentChildren;
}

/** A page that only says something: not found, no access, broken. */
export function MessagePage({ code, title, children }: MessagePageProps) {
  return (
    <main class="centered">
      <div class="card message-page">
        <p class="message-code" aria-hidden="true">{code}</p>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}

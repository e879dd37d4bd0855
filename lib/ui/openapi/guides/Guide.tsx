import type { ComponentChildren } from "preact";

export interface GuideProps {
  id: string;
  title: string;
  children: ComponentChildren;
}

/** A chapter of prose before the calls. */
export function Guide({ id, title, children }: GuideProps) {
  return (
    <section class="chapter" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <div class="card card-body guide">{children}</div>
    </section>
  );
}

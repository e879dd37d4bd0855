import type { ComponentChildren } from "preact";
import { Head } from "fresh/runtime";
import type { State } from "../define.ts";
import { Shell } from "./Shell.tsx";

export interface MessagePageProps {
  state: State;
  url: URL;
  code: string;
  title: string;
  children: ComponentChildren;
}

/** A page that only says something: not found, no access, broken. Who is signed in keeps the frame. */
export function MessagePage({ state, url, code, title, children }: MessagePageProps) {
  const isSignedIn = state.principal?.kind === "user";
  const card = (
    <div class="card message-page">
      <p class="message-code" aria-hidden="true">{code}</p>
      {!isSignedIn && <h1>{title}</h1>}
      {children}
    </div>
  );
  return (
    <>
      <Head>
        <title>{title} · Vigia</title>
      </Head>
      {isSignedIn
        ? <Shell state={state} url={url} title={title}>{card}</Shell>
        : <main class="centered">{card}</main>}
    </>
  );
}

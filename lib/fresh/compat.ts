/**
 * Names of Fresh 1 and early Fresh 2.
 *
 * @deprecated Use the names of `fresh`.
 * @module
 */
import type { ComponentChildren } from "preact";
import type { Context } from "./context.ts";
import type { HandlerByMethod, HandlerFn } from "./handlers.ts";
import type { PageProps } from "./page.ts";

/** @deprecated Use `PageProps`. */
export type AppProps<Data = unknown, State = unknown> = PageProps<Data, State>;
/** @deprecated Use `PageProps`. */
export type LayoutProps<Data = unknown, State = unknown> = PageProps<Data, State>;
/** @deprecated Use `PageProps`. */
export type UnknownPageProps<Data = unknown, State = unknown> = PageProps<Data, State>;
/** @deprecated Use `PageProps`. */
export type ErrorPageProps<Data = unknown, State = unknown> = PageProps<Data, State>;
/** @deprecated Use `Context`. */
export type RouteContext<_Data = unknown, State = unknown> = Context<State>;
/** @deprecated Use `HandlerByMethod`. */
export type Handlers<Data = unknown, State = unknown> = HandlerByMethod<Data, State>;
/** @deprecated Use `HandlerFn`. */
export type Handler<Data = unknown, State = unknown> = HandlerFn<Data, State>;

type Rendered = ComponentChildren | Response | Promise<ComponentChildren | Response>;

function identity<State>(
  component: (props: PageProps<unknown, State>) => Rendered,
): typeof component {
  return component;
}

/** @deprecated Use `createDefine().layout`. */
export const defineApp: typeof identity = identity;
/** @deprecated Use `createDefine().page`. */
export const defineRoute: typeof identity = identity;
/** @deprecated Use `createDefine().layout`. */
export const defineLayout: typeof identity = identity;

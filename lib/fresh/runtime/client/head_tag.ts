import { useEffect, useRef } from "preact/hooks";
import { isSingularRelation } from "../head.ts";

export interface HeadTagProps {
  tag: string;
  tagKey: unknown;
  tagProps: Record<string, unknown>;
}

/** A tag inside `Head` in an island: renders nothing in place and keeps `<head>` up to date. */
export function HeadTag({ tag, tagKey, tagProps }: HeadTagProps): null {
  const created = useRef<Element | null>(null);
  // Read while rendering, so that a signal in the text renders the tag again when it changes.
  const text = textOf(tagProps.children);
  const attributes = attributesOf(tagKey, tagProps);
  const html = (tagProps.dangerouslySetInnerHTML as { __html: string } | undefined)?.__html;

  useEffect(() => {
    if (tag === "title") {
      document.title = text;
      return;
    }
    let element = created.current ?? findTag(tag, attributes);
    if (element === null) {
      element = document.createElement(tag);
      created.current = element;
    }
    for (const [name, value] of Object.entries(attributes)) {
      if (element.getAttribute(name) !== value) element.setAttribute(name, value);
    }
    if (html !== undefined) element.innerHTML = html;
    else if (element instanceof HTMLTemplateElement) element.content.textContent = text;
    else if (element.textContent !== text) element.textContent = text;
    if (!element.isConnected) document.head.append(element);
  });
  useEffect(() => () => created.current?.remove(), []);
  return null;
}

/** The element in the page that the tag stands for. */
function findTag(tag: string, attributes: Record<string, string>): Element | null {
  const select = (name: string, value: string | undefined) =>
    value === undefined ? null : document.head.querySelector(
      `${tag}[${name}="${CSS.escape(value)}"]`,
    );
  if (attributes["data-key"] !== undefined) return select("data-key", attributes["data-key"]);
  if (attributes.id !== undefined) return select("id", attributes.id);
  if (tag === "base") return document.head.querySelector("base");
  if (tag === "meta") {
    return select("name", attributes.name) ?? select("property", attributes.property);
  }
  if (tag !== "link") return null;
  if (isSingularRelation(attributes.rel)) return select("rel", attributes.rel);
  return select("href", attributes.href);
}

function attributesOf(key: unknown, props: Record<string, unknown>): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [name, raw] of Object.entries(props)) {
    if (name === "children" || name === "ref" || name === "dangerouslySetInnerHTML") continue;
    const value = isSignal(raw) ? raw.value : raw;
    if (value === null || value === undefined || value === false) continue;
    attributes[name] = value === true ? "" : String(value);
  }
  if (key !== null && key !== undefined) attributes["data-key"] = String(key);
  return attributes;
}

function isSignal(value: unknown): value is { value: unknown } {
  return typeof value === "object" && value !== null && "peek" in value && "value" in value;
}

function textOf(children: unknown): string {
  if (Array.isArray(children)) return children.map(textOf).join("");
  if (isSignal(children)) return textOf(children.value);
  if (children === null || children === undefined || typeof children === "boolean") return "";
  return typeof children === "object" ? "" : String(children);
}

import { createHash } from "node:crypto";

/** What is sealed was sealed by another key, or was changed. */
export class UnsealError extends Error {
  constructor() {
    super("Cannot read the secrets: they were sealed by a key that is not here; enter them again");
    this.name = "UnsealError";
  }
}

/** Encrypts what is kept for others (AES-256-GCM); the text names its key, for rotation. */
export class SecretBox {
  readonly #keys = new Map<string, Promise<CryptoKey>>();
  readonly #current: string;

  /** @param keys 32 bytes in base64 each; the first seals, all of them open */
  constructor(keys: readonly [string, ...string[]]) {
    const ids = keys.map((text) => {
      const raw = Uint8Array.fromBase64(text);
      if (raw.length !== 32) throw new TypeError("A key must be 32 bytes in base64");
      const id = createHash("sha256").update(raw).digest("hex").slice(0, 8);
      const usages: KeyUsage[] = ["encrypt", "decrypt"];
      this.#keys.set(id, crypto.subtle.importKey("raw", raw, "AES-GCM", false, usages));
      return id;
    });
    this.#current = ids[0]!;
  }

  /** @param owner whose secrets they are; they open for nobody else */
  async seal(plain: string, owner: string): Promise<string> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt(
      { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(owner) },
      await this.#keys.get(this.#current)!,
      new TextEncoder().encode(plain),
    );
    return `v1.${this.#current}.${iv.toBase64()}.${new Uint8Array(sealed).toBase64()}`;
  }

  /** @throws UnsealError */
  async open(text: string, owner: string): Promise<string> {
    const [version, id = "", iv = "", sealed = ""] = text.split(".");
    const key = version === "v1" ? this.#keys.get(id) : undefined;
    if (key === undefined) throw new UnsealError();
    try {
      const plain = await crypto.subtle.decrypt(
        {
          name: "AES-GCM",
          iv: Uint8Array.fromBase64(iv),
          additionalData: new TextEncoder().encode(owner),
        },
        await key,
        Uint8Array.fromBase64(sealed),
      );
      return new TextDecoder().decode(plain);
    } catch {
      throw new UnsealError();
    }
  }
}

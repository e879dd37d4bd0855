import assert from "node:assert/strict";
import { AuthService } from "@/lib/auth/auth_service.ts";
import type { Principal, Role } from "@/lib/auth/permissions.ts";
import { silentLogger } from "@/lib/logging/logger.ts";
import type { Store } from "@/lib/store/store.ts";

const CLIENT = { address: "192.0.2.1", userAgent: "test" };
const PASSWORD = "lanterns over the harbour";

/** One running instance on the store; several share its accounts and sessions. */
function instanceOn(store: Store, admin?: { email: string; password: string }) {
  return AuthService.create({
    store,
    config: { publicUrl: undefined, rateLimits: false, admin },
    secrets: { jwtSecret: "a secret of at least thirty-two bytes" },
    logger: silentLogger,
    passwordCost: 4,
  });
}

/** The promise is a second; the rest is for a busy machine. */
const LIMIT_MS = 1500;

const accountOf = (name: string) => ({ name, email: `${name}@example.com`, password: PASSWORD });

async function signIn(auth: AuthService, name: string): Promise<Principal> {
  const { accessToken } = await auth.login(accountOf(name), CLIENT);
  const principal = await auth.authenticateToken(accessToken);
  assert.ok(principal !== null);
  return principal;
}

async function rolesOf(auth: AuthService): Promise<Role[]> {
  return (await auth.listUsers({ limit: 500 })).items.map(({ role }) => role);
}

/** Waits until it holds, and returns how long that took. */
async function until(holds: () => Promise<boolean>): Promise<number> {
  const start = performance.now();
  while (!await holds()) {
    assert.ok(performance.now() - start < 5000, "it never came to hold");
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return performance.now() - start;
}

/** What accounts and sessions promise on every store, by title. */
export const ACCOUNTS_CONTRACT: Record<string, (store: Store) => Promise<void>> = {
  async "20 registrations on two instances make exactly one administrator"(store) {
    const instances = [await instanceOn(store), await instanceOn(store)];
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => instances[i % 2]!.register(accountOf(`n${i}`), CLIENT)),
    );
    const roles = await rolesOf(instances[0]!);
    assert.equal(roles.length, 20);
    assert.equal(roles.filter((role) => role === "ADMIN").length, 1);
  },

  async "of 10 registrations with one e-mail one succeeds"(store) {
    const auth = await instanceOn(store);
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => auth.register(accountOf("ana"), CLIENT)),
    );
    const failed = results.filter((result) => result.status === "rejected");
    assert.equal(failed.length, 9);
    for (const { reason } of failed) assert.equal(reason.name, "EmailTakenError");
    assert.deepEqual(await rolesOf(auth), ["ADMIN"]);
  },

  async "administrators who demote each other at once leave one"(store) {
    const auth = await instanceOn(store);
    const users = [];
    for (const name of ["a", "b", "c"]) users.push(await auth.register(accountOf(name), CLIENT));
    const boss = await signIn(auth, "a");
    for (const { id } of users) await auth.setRole(boss, id, "ADMIN");
    for (let round = 0; round < 5; round++) {
      const results = await Promise.allSettled(
        users.map(({ id }) => auth.setRole(boss, id, "GUEST")),
      );
      for (const result of results) {
        if (result.status === "fulfilled") continue;
        assert.match(result.reason.name, /^(LastAdmin|Conflict)Error$/);
      }
      const admins = (await rolesOf(auth)).filter((role) => role === "ADMIN");
      assert.ok(admins.length >= 1, `round ${round}: nobody is left`);
      for (const { id } of users) await auth.setRole(boss, id, "ADMIN");
    }
  },

  async "20 refreshes at once with one token, on two instances, give one child"(store) {
    const instances = [await instanceOn(store), await instanceOn(store)];
    await instances[0]!.register(accountOf("ana"), CLIENT);
    const { refreshToken } = await instances[0]!.login(accountOf("ana"), CLIENT);
    const pairs = await Promise.all(
      Array.from({ length: 20 }, (_, i) => instances[i % 2]!.refresh(refreshToken)),
    );
    assert.equal(new Set(pairs.map((pair) => pair.refreshToken)).size, 1);
    await instances[1]!.refresh(pairs[0]!.refreshToken);
    await assert.rejects(instances[0]!.refresh(refreshToken), { name: "RefreshReuseError" });
  },

  async "what one instance ends is over on the other within a second"(store) {
    const [here, there] = [await instanceOn(store), await instanceOn(store)];
    await here.register(accountOf("boss"), CLIENT);
    const { id } = await here.register(accountOf("ana"), CLIENT);
    const boss = await signIn(here, "boss");
    await here.setRole(boss, id, "OPERATOR");
    const key = await here.createApiKey(boss, {
      name: "k",
      scopes: ["events:write"],
      expiresAt: null,
    });
    const { accessToken } = await here.login(accountOf("ana"), CLIENT);
    const ana = await there.authenticateToken(accessToken);
    assert.ok(ana !== null && await there.isStillValid(ana));
    assert.ok(await there.authenticateToken(key.key) !== null);

    await here.setRole(boss, id, "VIEWER");
    assert.ok(await until(async () => !await there.isStillValid(ana)) < LIMIT_MS, "role");
    await here.revokeApiKey(boss, key.id);
    const isKeyDead = async () => await there.authenticateToken(key.key) === null;
    assert.ok(await until(isKeyDead) < LIMIT_MS, "key");
    await here.logout(ana);
    const isTokenDead = async () => await there.authenticateToken(accessToken) === null;
    assert.equal(await here.authenticateToken(accessToken), null, "at once where it was ended");
    assert.ok(await until(isTokenDead) < LIMIT_MS, "session");
  },

  async "ADMIN_EMAIL makes the first administrator once, on several instances at once"(store) {
    const admin = { email: "Root@example.com", password: "harbour lanterns at night" };
    await Promise.all([1, 2, 3].map(() => instanceOn(store, admin)));
    const auth = await instanceOn(store, { email: "second@example.com", password: PASSWORD });
    const { items } = await auth.listUsers({ limit: 10 });
    assert.deepEqual(items.map(({ email, role }) => [email, role]), [[
      "root@example.com",
      "ADMIN",
    ]]);
    await auth.login({ email: "root@example.com", password: admin.password }, CLIENT);
    await assert.rejects(
      instanceOn(store, { email: "x@example.com", password: "short" }).then(() => {
        throw new Error("accounts exist, so that the password is not looked at");
      }),
      { message: /accounts exist/ },
    );
  },

  async "sessions that are over by age are deleted, others stay"(store) {
    const clock = { ms: Date.now() };
    const auth = await AuthService.create({
      store,
      config: { publicUrl: undefined, rateLimits: false, admin: undefined },
      secrets: { jwtSecret: "a secret of at least thirty-two bytes" },
      logger: silentLogger,
      passwordCost: 4,
      now: () => clock.ms,
    });
    await auth.register(accountOf("ana"), CLIENT);
    await auth.login(accountOf("ana"), CLIENT);
    clock.ms += 31 * 24 * 60 * 60 * 1000;
    const fresh = await auth.login(accountOf("ana"), CLIENT);
    assert.equal(await auth.pruneSessions(), 1);
    assert.ok(await auth.authenticateToken(fresh.accessToken) !== null);
  },
};

import assert from "node:assert/strict";
import { join } from "node:path";
import { SIGNED } from "@/lib/notifications/testing/certificates.ts";
import { MailServer } from "@/lib/notifications/testing/mail_server.ts";

const SCRIPT = new URL("./testdata/send_mail.ts", import.meta.url).pathname;

Deno.test("mail goes to servers whose authority is trusted by DENO_CERT, under their own name only", async () => {
  const folder = await Deno.makeTempDir();
  const DENO_CERT = join(folder, "authority.pem");
  await Deno.writeTextFile(DENO_CERT, SIGNED.authority);
  const send = async (host: string, port: number, security: string, env = { DENO_CERT }) => {
    const args = ["run", "-A", SCRIPT, host, String(port), security];
    const { stdout } = await new Deno.Command(Deno.execPath(), { args, env }).output();
    return new TextDecoder().decode(stdout);
  };
  try {
    for (const security of ["tls", "starttls"] as const) {
      const server = await MailServer.open(() => "250 queued", { security, certificate: SIGNED });
      try {
        const [mine, other] = await Promise.all([
          send("mail.test", server.port, security),
          send("other.test", server.port, security),
        ]);
        assert.equal(mine, "250 queued");
        assert.match(other, /its certificate is for another name/);
        const logins = server.commands.filter((command) => command.startsWith("AUTH"));
        assert.equal(logins.length, 1, "no password goes to the other");
      } finally {
        await server.close();
      }
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

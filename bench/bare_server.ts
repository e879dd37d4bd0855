/** The least that a JSON endpoint can do: parse, answer 202. */
const server = Deno.serve({
  port: Number(Deno.env.get("PORT")),
  hostname: "127.0.0.1",
  onListen() {},
}, async (request) => {
  const event = await request.json();
  const ids = Array.isArray(event) ? event.map(() => "bare") : ["bare"];
  return Response.json({ accepted: ids.length, ids, rejected: [] }, { status: 202 });
});
Deno.stdout.writeSync(new TextEncoder().encode(`bare listens on ${server.addr.port}\n`));
Deno.addSignalListener("SIGTERM", () => Deno.exit(0));

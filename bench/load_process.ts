import { HttpConnection, postRequest } from "./http_connection.ts";
import { percentile } from "./measure.ts";

/** What the load generator is asked for, as JSON in its first argument. */
export interface LoadPlan {
  port: number;
  path: string;
  token: string;
  body: string;
  connections: number;
  warmUpMs: number;
  measureMs: number;
}

/** What it measured, as JSON on standard output. */
export interface LoadResult {
  requestsPerSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** All requests, those of the warm-up too. */
  requests: number;
  /** Answers other than 2xx. */
  failures: number;
}

async function main(plan: LoadPlan): Promise<LoadResult> {
  const request = postRequest(plan.path, plan.token, plan.body);
  const begin = performance.now() + plan.warmUpMs;
  const end = begin + plan.measureMs;
  const latencies: number[] = [];
  let requests = 0;
  let failures = 0;
  const run = async () => {
    const connection = await HttpConnection.open("127.0.0.1", plan.port);
    for (let sent = performance.now(); sent < end; sent = performance.now()) {
      const status = await connection.send(request);
      requests++;
      if (status < 200 || status > 299) failures++;
      if (sent >= begin) latencies.push(performance.now() - sent);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: plan.connections }, run));
  const sorted = Float64Array.from(latencies).sort();
  return {
    requestsPerSecond: latencies.length / (plan.measureMs / 1000),
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    requests,
    failures,
  };
}

if (import.meta.main) {
  const result = await main(JSON.parse(Deno.args[0] ?? "{}"));
  Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(result)));
}

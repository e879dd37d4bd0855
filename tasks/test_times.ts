/** A test and the seconds that it took. */
export interface TestTime {
  name: string;
  seconds: number;
}

const ENTITIES: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

/** How long each test took, longest first, from JUnit reports of `deno test`. */
export function testTimes(report: string): TestTime[] {
  const times: TestTime[] = [];
  for (
    const [, name = "", seconds] of report.matchAll(/<testcase name="([^"]*)".* time="([\d.]+)"/g)
  ) {
    // Steps are cases too, within the time of their test.
    if (name.includes(" &gt; ")) continue;
    const readable = name.replace(/&(\w+);/g, (entity, key: string) => ENTITIES[key] ?? entity);
    times.push({ name: readable, seconds: Number(seconds) });
  }
  return times.sort((a, b) => b.seconds - a.seconds);
}

import assert from "node:assert/strict";
import { crawlStaticFiles, findStaticFile, lockCssUrls } from "./static_files.ts";

Deno.test("lockCssUrls adds the build id to root-relative URLs only", () => {
  const lock = (url: string) => lockCssUrls(`a{background:url(${url})}`, "B").slice(17, -2);
  assert.equal(lock("/a.png"), '"/a.png?__frsh_c=B"');
  assert.equal(lock("'/a.png?x#y'"), '"/a.png?x&__frsh_c=B#y"');
  for (const url of ["a.png", "'../a.png'", "https://x/a.png", "//x/a.png", '"data:,url(/x)"']) {
    assert.equal(lock(url).replaceAll('"', ""), url.replaceAll('"', ""));
  }
});

Deno.test("crawlStaticFiles encodes names, hides dot-files and lets the first folder win", async () => {
  const dir = await Deno.makeTempDir();
  try {
    for (const name of ["one/a b.txt", "one/.env", "one/.well-known/x", "two/a b.txt", "two/c,d"]) {
      await Deno.mkdir(`${dir}/${name.slice(0, name.lastIndexOf("/"))}`, { recursive: true });
      await Deno.writeTextFile(`${dir}/${name}`, "");
    }
    const files = await crawlStaticFiles([`${dir}/one`, `${dir}/two`, `${dir}/none`], `${dir}/out`);
    assert.deepEqual(Object.fromEntries(files), {
      "/a%20b.txt": `${dir}/one/a b.txt`,
      "/.well-known/x": `${dir}/one/.well-known/x`,
      "/c%2Cd": `${dir}/two/c,d`,
    });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("findStaticFile stays in the folder", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${dir}/static`);
    await Deno.writeTextFile(`${dir}/secret.txt`, "");
    await Deno.writeTextFile(`${dir}/static/.env`, "");
    await Deno.writeTextFile(`${dir}/static/a.txt`, "");
    const dirs = [`${dir}/static`];
    assert.equal(await findStaticFile(dirs, "/a.txt"), `${dir}/static/a.txt`);
    assert.equal(await findStaticFile(dirs, "/.env"), null);
    assert.equal(await findStaticFile(dirs, "/none.txt"), null);
    await assert.rejects(findStaticFile(dirs, "/../secret.txt"), /outside of static dir/);
    await assert.rejects(findStaticFile(dirs, "/..%2Fsecret.txt"), /outside of static dir/);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

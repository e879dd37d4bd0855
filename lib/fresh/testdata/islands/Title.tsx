import { useSignal } from "@preact/signals";
import { Head } from "fresh/runtime";

/** Keeps a title and a description that the page does not have yet. */
export function Title() {
  const clicks = useSignal(0);
  return (
    <div>
      <Head>
        <title>{clicks} clicks</title>
        <meta name="description" content={`clicked ${clicks.value} times`} />
      </Head>
      <button type="button" onClick={() => clicks.value++}>click</button>
    </div>
  );
}

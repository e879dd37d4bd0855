import { signal } from "@preact/signals";
import { Counter } from "../islands/Counter.tsx";

export default function Page() {
  return (
    <main>
      <Counter id="counter" count={signal(1)} />
    </main>
  );
}

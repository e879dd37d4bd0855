import type { RoutingConfig } from "../../alerts/routing/routing_config.ts";
import { settingsOf } from "../../alerts/routing/route_settings.ts";
import { calendarWords, matcherWords, type RoutingWords, settingsWords } from "./routing_words.ts";

export interface RoutingSummaryProps {
  config: RoutingConfig;
  words: RoutingWords;
}

/** The configuration in words: routes in their order, the default last, then what keeps alerts quiet. */
export function RoutingSummary({ config, words }: RoutingSummaryProps) {
  const { texts } = words;
  const { inhibitions, calendars } = config;
  return (
    <>
      <section class="card" aria-labelledby="routes">
        <div class="list-head">
          <h2 id="routes">{texts.routes}</h2>
        </div>
        <ol class="route-list">
          {config.routes.map((route) => (
            <Item
              key={route.name}
              name={route.name}
              lines={[
                route.matchers.length === 0 ? texts.everything : matcherWords(route.matchers),
                ...settingsWords(settingsOf(config, route.name), words),
                ...(route.continue ? [texts.continues] : []),
              ]}
            />
          ))}
          <Item
            name={texts.default}
            lines={[texts.everything, ...settingsWords(config.defaults, words)]}
          />
        </ol>
      </section>
      {inhibitions.length > 0 && (
        <section class="card" aria-labelledby="inhibitions">
          <div class="list-head">
            <h2 id="inhibitions">{texts.inhibitions}</h2>
          </div>
          <ul class="route-list">
            {inhibitions.map(({ sourceMatchers, targetMatchers, equal }, index) => (
              <Item
                key={index}
                name={String(index + 1)}
                lines={[
                  texts.inhibits(matcherWords(sourceMatchers), matcherWords(targetMatchers)),
                  ...(equal.length === 0 ? [] : [texts.equal(equal.join(", "))]),
                ]}
              />
            ))}
          </ul>
        </section>
      )}
      {calendars.length > 0 && (
        <section class="card" aria-labelledby="calendars">
          <div class="list-head">
            <h2 id="calendars">{texts.calendars}</h2>
          </div>
          <ul class="route-list">
            {calendars.map((calendar) => (
              <Item
                key={calendar.name}
                name={calendar.name}
                lines={calendarWords(calendar, words)}
              />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Item({ name, lines }: { name: string; lines: string[] }) {
  const [first, ...others] = lines;
  return (
    <li>
      <span class="route-name">{name}</span>
      <span class="route-facts">
        <span class="mono">{first}</span>
        {others.map((line) => <span key={line} class="muted">{line}</span>)}
      </span>
    </li>
  );
}

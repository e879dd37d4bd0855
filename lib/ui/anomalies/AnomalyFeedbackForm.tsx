import { ANOMALY_FEEDBACK, type PublicAnomaly } from "../../anomalies/anomaly.ts";
import type { Messages } from "../../i18n/messages.ts";

export interface AnomalyFeedbackFormProps {
  anomaly: PublicAnomaly;
  mayManage: boolean;
  texts: Messages["anomalies"];
}

/** What was said of an anomaly, and the buttons to say it; a form that needs no script. */
export function AnomalyFeedbackForm({ anomaly, mayManage, texts }: AnomalyFeedbackFormProps) {
  const { id, feedback } = anomaly;
  const said = feedback === "normal" ? texts.saidNormal : texts.saidUseful;
  if (!mayManage && feedback === null) return null;
  return (
    <section class="card card-body detail-card" aria-label={texts.feedback}>
      <h2>{texts.feedback}</h2>
      <p class="muted">{feedback === null ? texts.feedbackHint : said}</p>
      {mayManage && (
        <form
          method="post"
          action={`/anomalies/${encodeURIComponent(id)}`}
          class="anomaly-choice"
        >
          {ANOMALY_FEEDBACK.filter((each) => each !== feedback).map((each) => (
            <button key={each} type="submit" class="button" name="feedback" value={each}>
              {texts[each]}
            </button>
          ))}
          {feedback !== null && (
            <button type="submit" class="button button-ghost" name="feedback" value="">
              {texts.takeBack}
            </button>
          )}
        </form>
      )}
    </section>
  );
}

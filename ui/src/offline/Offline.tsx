import { useEffect } from "preact/hooks";
import { about, cards } from "../api";
import { Fold } from "../parts/Fold";
import { Screen } from "../parts/Screen";
import { onDay, place } from "../parts/days";
import { useAsked } from "../parts/useAsked";
import { Reading } from "../screens/Learn";
import { t } from "../words";
import { lastPlan } from "./lastPlan";

const ASK_EVERY_MS = 2000;

/** The program behind the page is gone: how to start it, and what can be read without it. */
export function Offline() {
  const [told] = useAsked(cards, []);
  const plan = lastPlan();
  useEffect(() => {
    const timer = setInterval(() => void about().then(() => location.reload(), () => undefined), ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <Screen
      title={t("levelhip is not running")}
      ways={<button type="button" class="button tall" onClick={() => location.reload()}>{t("Try again")}</button>}
    >
      <p>{t("The page is here, but the program behind it does not answer. Start it on your computer with two words, in a terminal:")}</p>
      <p class="typed-words"><code translate={false}>levelhip serve</code></p>
      <p class="soft">{t("Or, in the folder that levelhip is in:")} <code translate={false}>make run</code></p>
      <p class="soft">{t("What was kept is on the disk and is not lost. This page goes on by itself as soon as levelhip answers.")}</p>
      <p class="note">{t("If levelhip told you to stop, or to be seen by a clinician first, that holds.")}</p>
      {plan && (
        <section class="card later">
          <h2>{t("Today's plan, as last seen")}</h2>
          <p class="soft small">{t("{day}, seen at {time}. It may be old.", { day: onDay(plan.on, true), time: new Date(plan.seen).toLocaleTimeString(place(), { timeStyle: "short" }) })}</p>
          <ul>{plan.things.map((each) => <li key={each.title + each.told}>{each.told || each.title}</li>)}</ul>
          <p class="soft small">{t("Do not begin from here: the safety questions and your pain of today come first, and levelhip asks them.")}</p>
        </section>
      )}
      {told && told.length > 0 && (
        <section class="later">
          <h2>{t("To read")}</h2>
          {told.map((card) => <Fold key={card.id} title={card.title}><Reading card={card} /></Fold>)}
        </section>
      )}
    </Screen>
  );
}

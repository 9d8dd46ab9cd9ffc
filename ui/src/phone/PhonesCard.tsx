import { useState } from "preact/hooks";
import { letPhoneOut, openWay, type PhonesTold, type PhoneTold } from "../api";
import { FaultBox } from "../parts/FaultBox";
import { place } from "../parts/days";
import { t } from "../words";
import { Fingerprint } from "./Fingerprint";
import { Invite } from "./Invite";
import "./phone.css";
import { usePhones } from "./usePhones";

/** Phones in the settings: what is exposed, to whom, who may come in, and the way to stop it. */
export function PhonesCard() {
  // A phone that runs the whole page cannot let others in.
  if (location.protocol === "https:") {
    return (
      <section class="card">
        <h2>{t("Phones")}</h2>
        <p>{t("Phones are let in and out at the machine on which levelhip runs.")}</p>
      </section>
    );
  }
  return <Here />;
}

function Here() {
  const [told, fault, take] = usePhones();
  const [inviting, setInviting] = useState(false);
  if (!told) return fault ? <FaultBox fault={fault} /> : null;
  const { way, phones } = told;
  return (
    <section class="card">
      <h2>{t("Phones")}</h2>
      {fault && <FaultBox fault={fault} />}
      {way === null ? (
        <p>{t("A phone can measure as a sensor, or run the whole page. No phone can reach this machine now. To let phones in, end levelhip and start it with:")} <code>levelhip serve --lan</code></p>
      ) : (
        <>
          <Exposed way={way} take={take} />
          {phones.length > 0 && <ul class="phones">{phones.map((each) => <Phone key={each.id} phone={each} take={take} />)}</ul>}
          {way.open && (inviting ? (
            <>
              <Invite told={told} take={take} whole />
              <p class="ways-row"><button type="button" class="button plain" onClick={() => setInviting(false)}>{t("Done")}</button></p>
            </>
          ) : (
            <p class="ways-row"><button type="button" class="button" onClick={() => setInviting(true)}>{t("Pair a phone")}</button></p>
          ))}
        </>
      )}
    </section>
  );
}

function Exposed({ way, take }: { way: NonNullable<PhonesTold["way"]>; take: (asked: Promise<PhonesTold>) => void }) {
  if (!way.open) {
    return (
      <>
        <p>{t("No phone can reach this machine now.")}</p>
        <p class="ways-row"><button type="button" class="button plain" onClick={() => take(openWay(true))}>{t("Let phones in again")}</button></p>
      </>
    );
  }
  return (
    <>
      <dl class="exposed">
        <dt>{t("Open at")}</dt>
        {way.addresses.map((each) => <dd key={each}>{each}</dd>)}
        <dt>{t("Who reaches what")}</dt>
        <dd>{t("Anybody in this network sees that levelhip is there, and its pairing page. Only phones that you let in here reach more.")}</dd>
        <dt>{t("Certificate, SHA-256")}</dt>
        <dd><Fingerprint bytes={way.fingerprint} /></dd>
      </dl>
      {way.moved.length > 0 && (
        <p class="note">
          {t("This machine has another address now: {addresses}. It is not open there.", { addresses: way.moved.join(", ") })}{" "}
          <button type="button" class="button plain" onClick={() => take(openWay(true))}>{t("Open it there")}</button>
        </p>
      )}
      {way.wrong > 0 && <p class="note">{t("Codes that do not exist were tried: {count}. None was let in.", { count: way.wrong })}</p>}
      <p class="ways-row"><button type="button" class="button plain" onClick={() => take(openWay(false))}>{t("Stop: let no phone in")}</button></p>
    </>
  );
}

function Phone({ phone, take }: { phone: PhoneTold; take: (asked: Promise<PhonesTold>) => void }) {
  const day = new Intl.DateTimeFormat(place(), { dateStyle: "medium" });
  return (
    <li>
      <span>
        <strong>{phone.name}</strong>
        <span class="small soft">
          {phone.role === "sensor" ? t("Sensor") : t("Sensor and whole page")} · {phone.there ? t("there now") : t("last here {day}", { day: day.format(new Date(phone.seen)) })}
        </span>
      </span>
      <button type="button" class="button plain" onClick={() => take(letPhoneOut(phone.id))}>{t("Remove")}</button>
    </li>
  );
}

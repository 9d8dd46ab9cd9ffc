import { useEffect, useState } from "preact/hooks";
import { Fault, invitePhone, letPhoneIn, type PhonesTold, sendPhoneAway, withdrawInvitation } from "../api";
import { FaultBox } from "../parts/FaultBox";
import { t } from "../words";
import { Fingerprint } from "./Fingerprint";
import "./phone.css";

interface Props {
  told: PhonesTold;
  take: (asked: Promise<PhonesTold>) => void;
  /** Whether a phone may also be given the whole page. */
  whole: boolean;
}

/** The code for one phone, then the question whether it is the person's own. */
export function Invite({ told, take, whole }: Props) {
  const [shown, setShown] = useState(0);
  const [fault, setFault] = useState<Fault>();
  const [busy, setBusy] = useState(false);
  const fresh = () => invitePhone().then(() => setShown((n) => n + 1), (error: unknown) => setFault(error as Fault));
  useEffect(() => {
    void fresh();
    return () => void withdrawInvitation().catch(() => {});
  }, []);
  const { asking, way } = told;
  const say = (asked: Promise<PhonesTold>) => {
    setBusy(true);
    take(asked);
    void asked.catch(() => undefined).then(() => setBusy(false));
  };
  if (fault) return <FaultBox fault={fault} again={() => { setFault(undefined); void fresh(); }} />;
  if (asking) {
    return (
      <div class="asks" role="alertdialog" aria-label={t("Is this your phone?")}>
        <h2>{t("Is this your phone?")}</h2>
        <p><strong>{asking.name}</strong> {t("wants to come in. It must show the same digits:")}</p>
        <p class="compare">{asking.code}</p>
        <p class="row">
          <button type="button" class="button" disabled={busy} onClick={() => say(letPhoneIn(asking.id, "sensor"))}>{whole ? t("Yes, as a sensor") : t("Yes, the same digits")}</button>
          {whole && <button type="button" class="button plain" disabled={busy} onClick={() => say(letPhoneIn(asking.id, "everything"))}>{t("Yes, with the whole page")}</button>}
          <button type="button" class="button plain" disabled={busy} onClick={() => { say(sendPhoneAway(asking.id)); void fresh(); }}>{t("No")}</button>
        </p>
        {whole && <p class="soft small">{t("A sensor only measures. With the whole page it can do and see what this machine can, too.")}</p>}
      </div>
    );
  }
  if (!shown || !way) return null;
  const isOver = told.invited_s === 0;
  return (
    <div class="invite">
      {isOver ? (
        <p><button type="button" class="button" onClick={() => void fresh()}>{t("Show a new code")}</button></p>
      ) : (
        <img src={`/api/phones/invitation.svg?n=${shown}`} width="328" height="328" alt={t("QR code for the phone")} />
      )}
      <div>
        <ol>
          <li>{t("The phone must be in the same Wi-Fi as this machine.")}</li>
          <li>{t("Scan the code with the phone's camera and open the address.")}</li>
          <li>{t("The browser warns, because this machine made its certificate itself. Compare it if you do not trust this network, then go on.")}</li>
        </ol>
        <details class="fold">
          <summary>{t("Compare the certificate")}</summary>
          <div>
            <p>{t("In the warning, look at the certificate. Its SHA-256 fingerprint must be:")}</p>
            <Fingerprint bytes={way.fingerprint} />
          </div>
        </details>
        {!isOver && <p class="soft small">{t("For one phone, for {minutes} minutes more.", { minutes: Math.max(1, Math.ceil(told.invited_s / 60)) })}</p>}
      </div>
    </div>
  );
}

package org.parcours.standalone.demo.source;

import static org.parcours.standalone.demo.source.Hl7.at;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.parcours.standalone.demo.world.Doctor;
import org.parcours.standalone.demo.world.Numbers;

/** The discharge letter [lettre de liaison], and its way to the general practitioner. */
public final class Letters {

    private final Script script;

    Letters(Script script) {
        this.script = script;
    }

    public record Letter(String number, Doctor author) {}

    public Letter issue(String body) {
        Letter letter = new Letter(script.number("D"), script.anyDoctor());
        tell("MDM^T02^MDM_T02", letter, "", body);
        return letter;
    }

    /** A new version: a new document that names the one it replaces. */
    public Letter replace(Letter former, String body) {
        Letter letter = new Letter(script.number("D"), former.author());
        script.fault(Fault.LETTER_REPLACED);
        tell("MDM^T10^MDM_T02", letter, ei(former), body);
        return letter;
    }

    public void deliver(Letter letter) {
        script.tell(SourceApplication.MESSAGERIE, telling -> Fact.of(
                        SourceApplication.MESSAGERIE,
                        "DischargeLetterDelivered",
                        telling,
                        script.person(),
                        script.stay())
                .with("letter", Fact.identifier(Numbers.DOCUMENT, letter.number()))
                .with("recipient", "Médecin traitant (messagerie sécurisée)")
                .bytes());
    }

    private void tell(String type, Letter letter, String replaces, String body) {
        String base64 = Base64.getEncoder()
                .encodeToString(("Lettre de liaison à la sortie\n\n" + body + "\n\n(Document de démonstration.)\n")
                        .getBytes(StandardCharsets.UTF_8));
        script.tell(SourceApplication.COURRIER, telling -> Hl7.message(SourceApplication.COURRIER, type, telling)
                .segment("EVN", at(2, Hl7.time(telling.toldAt())), at(6, Hl7.time(telling.occurredAt())))
                .pid(script.person(), "")
                .segment("PV1", Visits.pv1(script.stay()))
                .segment(
                        "TXA",
                        at(1, "1"),
                        at(2, Hl7.coded("11490-0", "Lettre de liaison à la sortie", "LN")),
                        at(3, "TX"),
                        at(4, Hl7.time(telling.occurredAt())),
                        at(6, Hl7.time(telling.occurredAt())),
                        at(9, Hl7.xcn(letter.author())),
                        at(12, ei(letter)),
                        at(13, replaces),
                        at(16, "lettre-de-liaison.txt"),
                        at(17, "LA"),
                        at(19, "AV"))
                .segment(
                        "OBX",
                        at(1, "1"),
                        at(2, "ED"),
                        at(3, Hl7.coded("11490-0", "Lettre de liaison à la sortie", "LN")),
                        at(5, "^TEXT^plain^Base64^" + base64),
                        at(11, "F"))
                .bytes());
    }

    private static String ei(Letter letter) {
        return Hl7.ei(letter.number(), SourceApplication.COURRIER, Numbers.DOCUMENT);
    }
}

package org.parcours.standalone.demo.source;

import static org.parcours.standalone.demo.source.Hl7MessageBuilder.field;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.parcours.standalone.demo.masterdata.Doctor;
import org.parcours.standalone.demo.masterdata.IdentifierGenerator;

/** Simulates discharge letters [lettres de liaison] and their delivery to the general practitioner. */
public final class LetterSimulator {

    private static final String DOCUMENT_TYPE = Hl7MessageBuilder.ce("11490-0", "Lettre de liaison à la sortie", "LN");

    private final PatientJourneyMessageGenerator journey;

    LetterSimulator(PatientJourneyMessageGenerator journey) {
        this.journey = journey;
    }

    public record Letter(String number, Doctor author) {}

    public Letter issue(String body) {
        Letter letter = new Letter(journey.nextNumber("D"), journey.randomDoctor());
        send("MDM^T02^MDM_T02", letter, "", body);
        return letter;
    }

    /** MDM T10: a new document that names the one it replaces. */
    public Letter replace(Letter previous, String body) {
        Letter letter = new Letter(journey.nextNumber("D"), previous.author());
        journey.markNextMessage(SimulatedFaultOrChange.LETTER_REPLACED);
        send("MDM^T10^MDM_T02", letter, documentNumber(previous), body);
        return letter;
    }

    public void deliver(Letter letter) {
        var number = CloudEventBuilder.identifier(IdentifierGenerator.DOCUMENT_OID, letter.number());
        journey.sendFact(
                SourceApplicationCode.MESSAGERIE, "DischargeLetterDelivered", event -> event.with("letter", number)
                        .with("recipient", "Médecin traitant (messagerie sécurisée)"));
    }

    private void send(String type, Letter letter, String replacedDocument, String body) {
        String text = "Lettre de liaison à la sortie\n\n" + body + "\n\n(Document de démonstration.)\n";
        String base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        journey.sendHl7(SourceApplicationCode.COURRIER, type, message -> message.evnSegment(
                        message.metadata().occurredAt())
                .patientSegments(journey)
                .segment(
                        "TXA",
                        field(1, "1"),
                        field(2, DOCUMENT_TYPE),
                        field(3, "TX"),
                        field(4, message.occurredAt()),
                        field(6, message.occurredAt()),
                        field(9, Hl7MessageBuilder.xcn(letter.author())),
                        field(12, documentNumber(letter)),
                        field(13, replacedDocument),
                        field(16, "lettre-de-liaison.txt"),
                        field(17, "LA"),
                        field(19, "AV"))
                .segment(
                        "OBX",
                        field(1, "1"),
                        field(2, "ED"),
                        field(3, DOCUMENT_TYPE),
                        field(5, "^TEXT^plain^Base64^" + base64),
                        field(11, "F")));
    }

    private static String documentNumber(Letter letter) {
        return Hl7MessageBuilder.ei(letter.number(), SourceApplicationCode.COURRIER, IdentifierGenerator.DOCUMENT_OID);
    }
}

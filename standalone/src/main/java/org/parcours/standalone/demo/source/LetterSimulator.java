package org.parcours.standalone.demo.source;

import static org.parcours.standalone.demo.source.Hl7MessageBuilder.field;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.parcours.standalone.demo.masterdata.Doctor;
import org.parcours.standalone.demo.masterdata.IdentifierGenerator;

/** Simulates discharge letters [lettres de liaison] and their delivery to the general practitioner. */
public final class LetterSimulator {

    private final JourneySimulation journey;

    LetterSimulator(JourneySimulation journey) {
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
        journey.markNextMessage(SimulatedIrregularity.LETTER_REPLACED);
        send("MDM^T10^MDM_T02", letter, documentNumber(previous), body);
        return letter;
    }

    public void deliver(Letter letter) {
        journey.send(SourceApplication.MESSAGERIE, metadata -> CloudEventBuilder.of(
                        SourceApplication.MESSAGERIE,
                        "DischargeLetterDelivered",
                        metadata,
                        journey.person(),
                        journey.stay())
                .with("letter", CloudEventBuilder.identifier(IdentifierGenerator.DOCUMENT_OID, letter.number()))
                .with("recipient", "Médecin traitant (messagerie sécurisée)")
                .toBytes());
    }

    private void send(String type, Letter letter, String replacedDocument, String body) {
        String base64 = Base64.getEncoder()
                .encodeToString(("Lettre de liaison à la sortie\n\n" + body + "\n\n(Document de démonstration.)\n")
                        .getBytes(StandardCharsets.UTF_8));
        journey.send(
                SourceApplication.COURRIER, metadata -> Hl7MessageBuilder.of(SourceApplication.COURRIER, type, metadata)
                        .segment(
                                "EVN",
                                field(2, Hl7MessageBuilder.formatTime(metadata.reportedAt())),
                                field(6, Hl7MessageBuilder.formatTime(metadata.occurredAt())))
                        .pidSegment(journey.person(), "")
                        .segment("PV1", Pv1SegmentFactory.fields(journey.stay()))
                        .segment(
                                "TXA",
                                field(1, "1"),
                                field(2, Hl7MessageBuilder.ce("11490-0", "Lettre de liaison à la sortie", "LN")),
                                field(3, "TX"),
                                field(4, Hl7MessageBuilder.formatTime(metadata.occurredAt())),
                                field(6, Hl7MessageBuilder.formatTime(metadata.occurredAt())),
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
                                field(3, Hl7MessageBuilder.ce("11490-0", "Lettre de liaison à la sortie", "LN")),
                                field(5, "^TEXT^plain^Base64^" + base64),
                                field(11, "F"))
                        .toBytes());
    }

    private static String documentNumber(Letter letter) {
        return Hl7MessageBuilder.ei(letter.number(), SourceApplication.COURRIER, IdentifierGenerator.DOCUMENT_OID);
    }
}

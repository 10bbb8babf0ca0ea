package org.parcours.standalone.demo.source;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.parcours.standalone.demo.masterdata.Doctor;
import org.parcours.standalone.demo.masterdata.IdentifierGenerator;
import org.parcours.standalone.demo.masterdata.Person;

/** Builds one HL7 v2.5 message, segment by segment. */
final class Hl7MessageBuilder {

    static final ZoneId ZONE = ZoneId.of("Europe/Paris");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssxx").withZone(ZONE);

    private final SourceApplicationCode application;
    private final MessageMetadata metadata;
    private final StringBuilder text = new StringBuilder();

    /** @param type message, trigger and structure: {@code ADT^A01^ADT_A01} */
    Hl7MessageBuilder(SourceApplicationCode application, String type, MessageMetadata metadata) {
        this.application = application;
        this.metadata = metadata;
        text.append("MSH|^~\\&|%s|HOPITAL-DEMO|PARCOURS|HOPITAL-DEMO|%s||%s|%s|%s|%s|||||FRA|%s\r"
                .formatted(
                        application.name(),
                        formatTime(metadata.reportedAt()),
                        type,
                        metadata.messageId(),
                        metadata.isMigration() ? "P^I" : "P",
                        type.startsWith("ADT") ? "2.5^FRA^2.11" : "2.5",
                        application.charsetName()));
    }

    MessageMetadata metadata() {
        return metadata;
    }

    /** The time of the fact, as a field. */
    String occurredAt() {
        return formatTime(metadata.occurredAt());
    }

    /** A field and its number (PID-3: 3); a segment has its fields in ascending order. */
    record Field(int position, String value) {}

    static Field field(int position, String value) {
        return new Field(position, value);
    }

    Hl7MessageBuilder segment(String name, Field... fields) {
        int last = 0;
        text.append(name);
        for (Field field : fields) {
            text.append("|".repeat(field.position() - last)).append(field.value());
            last = field.position();
        }
        text.append('\r');
        return this;
    }

    Hl7MessageBuilder evnSegment(Instant occurredAt) {
        return segment("EVN", field(2, formatTime(metadata.reportedAt())), field(6, formatTime(occurredAt)));
    }

    Hl7MessageBuilder pidSegment(Person person, String accountNumber) {
        String ipp = cx(person.ipp(), "DEMO", IdentifierGenerator.IPP_OID, "PI");
        String identifiers = person.ins()
                .map(ins -> ipp + "~" + cx(ins, "ASIP-SANTE-INS-NIR", IdentifierGenerator.INS_DEMO_OID, "INS"))
                .orElse(ipp);
        String given = escape(person.given());
        String usualName = escape(person.family()) + "^" + given + "^^^^^D";
        String birthName = escape(person.birthFamily()) + "^" + given + "^" + given + "^^^^L";
        return segment(
                "PID",
                field(1, "1"),
                field(3, identifiers),
                field(5, usualName + "~" + birthName),
                field(7, DateTimeFormatter.BASIC_ISO_DATE.format(person.birthDate())),
                field(8, person.sex().name()),
                field(18, accountNumber),
                field(32, person.ins().isPresent() ? "VALI" : "PROV"));
    }

    /** PID and PV1 as departments send them: of the stay only class, location and visit number. */
    Hl7MessageBuilder patientSegments(PatientJourneyMessageGenerator journey) {
        pidSegment(journey.person(), "");
        return journey.stay()
                .map(stay -> segment(
                        "PV1",
                        field(1, "1"),
                        field(2, stay.patientClass()),
                        field(3, stay.location()),
                        field(19, visitNumber(stay, "VN"))))
                .orElseGet(() -> segment("PV1", field(1, "1"), field(2, "O")));
    }

    Hl7MessageBuilder orcSegment(String control, String placer, Doctor prescriber) {
        return segment("ORC", field(1, control), field(2, placer), field(9, occurredAt()), field(12, xcn(prescriber)));
    }

    /** @param status OBR-25 */
    Hl7MessageBuilder resultSegments(
            String placer, String filler, String examination, Doctor prescriber, String department, String status) {
        return segment("ORC", field(1, "RE"), field(2, placer), field(3, filler), field(9, occurredAt()))
                .segment(
                        "OBR",
                        field(1, "1"),
                        field(2, placer),
                        field(3, filler),
                        field(4, examination),
                        field(7, occurredAt()),
                        field(16, xcn(prescriber)),
                        field(22, occurredAt()),
                        field(24, department),
                        field(25, status));
    }

    byte[] toBytes() {
        return text.toString().getBytes(application.charset());
    }

    static String visitNumber(Stay stay, String type) {
        return cx(stay.number(), "GAM", IdentifierGenerator.VISIT_OID, type);
    }

    static String cx(String value, String authority, String oid, String type) {
        return value + "^^^" + authority + "&" + oid + "&ISO^" + type;
    }

    static String ei(String value, SourceApplicationCode assigner, String oid) {
        return value + "^" + assigner.name() + "^" + oid + "^ISO";
    }

    static String xcn(Doctor doctor) {
        return doctor.number() + "^" + escape(doctor.family()) + "^" + escape(doctor.given()) + "^^^^^^ANNUAIRE-DEMO&"
                + IdentifierGenerator.DOCTOR_OID + "&ISO^D^^^RPPS";
    }

    static String ce(String code, String label, String system) {
        return code + "^" + escape(label) + "^" + system;
    }

    static String formatTime(Instant instant) {
        return TIME.format(instant);
    }

    /** HL7 v2 §2.7. */
    static String escape(String text) {
        return text.replace("\\", "\\E\\")
                .replace("|", "\\F\\")
                .replace("^", "\\S\\")
                .replace("&", "\\T\\")
                .replace("~", "\\R\\")
                .replace("\n", "\\.br\\");
    }
}

package org.parcours.standalone.demo.source;

import java.time.Instant;
import java.time.LocalDate;
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

    private final SourceApplication application;
    private final StringBuilder text = new StringBuilder();

    private Hl7MessageBuilder(SourceApplication application) {
        this.application = application;
    }

    /** @param type message, trigger and structure: {@code ADT^A01^ADT_A01} */
    static Hl7MessageBuilder of(SourceApplication application, String type, MessageMetadata metadata) {
        Hl7MessageBuilder builder = new Hl7MessageBuilder(application);
        builder.text
                .append("MSH|^~\\&|")
                .append(String.join(
                        "|",
                        application.name(),
                        "HOPITAL-DEMO",
                        "PARCOURS",
                        "HOPITAL-DEMO",
                        formatTime(metadata.reportedAt()),
                        "",
                        type,
                        metadata.messageId(),
                        metadata.isMigration() ? "P^I" : "P",
                        type.startsWith("ADT") ? "2.5^FRA^2.11" : "2.5",
                        "",
                        "",
                        "",
                        "",
                        "FRA",
                        application.charsetName()));
        builder.text.append('\r');
        return builder;
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

    Hl7MessageBuilder pidSegment(Person person, String accountNumber) {
        return segment(
                "PID",
                field(1, "1"),
                field(3, identifiers(person)),
                field(5, personNames(person)),
                field(7, formatDate(person.birthDate())),
                field(8, person.sex().name()),
                field(18, accountNumber),
                field(32, person.ins().isPresent() ? "VALI" : "PROV"));
    }

    byte[] toBytes() {
        return text.toString().getBytes(application.charset());
    }

    /** A field and its number (PID-3: 3); a segment has its fields in ascending order. */
    record Field(int position, String value) {}

    static Field field(int position, String value) {
        return new Field(position, value);
    }

    static String identifiers(Person person) {
        String ipp = cx(person.ipp(), "DEMO", IdentifierGenerator.IPP_OID, "PI");
        return person.ins()
                .map(ins -> ipp + "~" + cx(ins, "ASIP-SANTE-INS-NIR", IdentifierGenerator.INS_DEMO_OID, "INS"))
                .orElse(ipp);
    }

    static String cx(String value, String authority, String oid, String type) {
        return value + "^^^" + authority + "&" + oid + "&ISO^" + type;
    }

    static String ei(String value, SourceApplication assigner, String oid) {
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

    static String formatDate(LocalDate date) {
        return DateTimeFormatter.BASIC_ISO_DATE.format(date);
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

    private static String personNames(Person person) {
        String usualName = escape(person.family()) + "^" + escape(person.given()) + "^^^^^D";
        String birthName =
                escape(person.birthFamily()) + "^" + escape(person.given()) + "^" + escape(person.given()) + "^^^^L";
        return usualName + "~" + birthName;
    }
}

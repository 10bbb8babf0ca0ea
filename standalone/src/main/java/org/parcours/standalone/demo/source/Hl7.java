package org.parcours.standalone.demo.source;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.parcours.standalone.demo.world.Doctor;
import org.parcours.standalone.demo.world.Numbers;
import org.parcours.standalone.demo.world.Person;

/** Writes one HL7 v2.5 message, segment by segment. */
final class Hl7 {

    static final ZoneId ZONE = ZoneId.of("Europe/Paris");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssxx").withZone(ZONE);

    private final SourceApplication from;
    private final StringBuilder text = new StringBuilder();

    private Hl7(SourceApplication from) {
        this.from = from;
    }

    /** @param type message, trigger and structure: {@code ADT^A01^ADT_A01} */
    static Hl7 message(SourceApplication from, String type, Telling telling) {
        Hl7 message = new Hl7(from);
        message.text
                .append("MSH|^~\\&|")
                .append(String.join(
                        "|",
                        from.name(),
                        "HOPITAL-DEMO",
                        "PARCOURS",
                        "HOPITAL-DEMO",
                        time(telling.toldAt()),
                        "",
                        type,
                        telling.messageId(),
                        telling.oldRecord() ? "P^I" : "P",
                        type.startsWith("ADT") ? "2.5^FRA^2.11" : "2.5",
                        "",
                        "",
                        "",
                        "",
                        "FRA",
                        from.charsetName()));
        message.text.append('\r');
        return message;
    }

    Hl7 segment(String name, Field... fields) {
        int last = 0;
        text.append(name);
        for (Field field : fields) {
            text.append("|".repeat(field.position() - last)).append(field.value());
            last = field.position();
        }
        text.append('\r');
        return this;
    }

    Hl7 pid(Person person, String accountNumber) {
        return segment(
                "PID",
                at(1, "1"),
                at(3, identifiers(person)),
                at(5, names(person)),
                at(7, date(person.birthDate())),
                at(8, person.sex().name()),
                at(18, accountNumber),
                at(32, person.ins().isPresent() ? "VALI" : "PROV"));
    }

    byte[] bytes() {
        return text.toString().getBytes(from.charset());
    }

    /** One field at its position (MSH excepted: PID-3 is position 3), in ascending order. */
    record Field(int position, String value) {}

    static Field at(int position, String value) {
        return new Field(position, value);
    }

    static String identifiers(Person person) {
        String ipp = cx(person.ipp(), "DEMO", Numbers.IPP, "PI");
        return person.ins()
                .map(ins -> ipp + "~" + cx(ins, "ASIP-SANTE-INS-NIR", Numbers.INS_DEMO, "INS"))
                .orElse(ipp);
    }

    static String cx(String value, String authority, String oid, String type) {
        return value + "^^^" + authority + "&" + oid + "&ISO^" + type;
    }

    static String ei(String value, SourceApplication giver, String oid) {
        return value + "^" + giver.name() + "^" + oid + "^ISO";
    }

    static String xcn(Doctor doctor) {
        return doctor.number() + "^" + escaped(doctor.family()) + "^" + escaped(doctor.given()) + "^^^^^^ANNUAIRE-DEMO&"
                + Numbers.DOCTOR + "&ISO^D^^^RPPS";
    }

    static String coded(String code, String label, String system) {
        return code + "^" + escaped(label) + "^" + system;
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    static String date(LocalDate date) {
        return DateTimeFormatter.BASIC_ISO_DATE.format(date);
    }

    /** HL7 v2 §2.7. */
    static String escaped(String words) {
        return words.replace("\\", "\\E\\")
                .replace("|", "\\F\\")
                .replace("^", "\\S\\")
                .replace("&", "\\T\\")
                .replace("~", "\\R\\")
                .replace("\n", "\\.br\\");
    }

    private static String names(Person person) {
        String used = escaped(person.family()) + "^" + escaped(person.given()) + "^^^^^D";
        String atBirth =
                escaped(person.birthFamily()) + "^" + escaped(person.given()) + "^" + escaped(person.given()) + "^^^^L";
        return used + "~" + atBirth;
    }
}

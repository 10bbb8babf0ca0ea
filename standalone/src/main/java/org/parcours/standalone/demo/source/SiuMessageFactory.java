package org.parcours.standalone.demo.source;

import static org.parcours.standalone.demo.source.Hl7MessageBuilder.field;

import java.time.Duration;
import java.time.Instant;
import org.parcours.standalone.demo.masterdata.Doctor;
import org.parcours.standalone.demo.masterdata.IdentifierGenerator;
import org.parcours.standalone.demo.masterdata.Person;

/** Creates SIU messages, for consultations and operating rooms. */
final class SiuMessageFactory {

    private SiuMessageFactory() {}

    record ScheduledActivity(
            String number,
            String reason,
            String type,
            Instant start,
            Duration length,
            String location,
            Doctor doctor,
            String status) {}

    static Hl7MessageBuilder create(
            SourceApplication application,
            String trigger,
            MessageMetadata metadata,
            Person person,
            ScheduledActivity activity) {
        String number = Hl7MessageBuilder.ei(activity.number(), application, IdentifierGenerator.APPOINTMENT_OID);
        String start = Hl7MessageBuilder.formatTime(activity.start());
        String end = Hl7MessageBuilder.formatTime(activity.start().plus(activity.length()));
        String minutes = Long.toString(activity.length().toMinutes());
        return Hl7MessageBuilder.of(application, "SIU^" + trigger + "^SIU_S12", metadata)
                .segment(
                        "SCH",
                        field(1, number),
                        field(2, number),
                        field(6, trigger),
                        field(7, "^" + Hl7MessageBuilder.escape(activity.reason())),
                        field(8, activity.type()),
                        field(9, minutes),
                        field(10, "min"),
                        field(11, "^^" + minutes + "^" + start + "^" + end),
                        field(16, Hl7MessageBuilder.xcn(activity.doctor())),
                        field(25, activity.status()))
                .segment("TQ1", field(1, "1"), field(7, start), field(8, end))
                .pidSegment(person, "")
                .segment("RGS", field(1, "1"), field(2, "A"))
                .segment(
                        "AIS",
                        field(1, "1"),
                        field(2, "A"),
                        field(3, "^" + Hl7MessageBuilder.escape(activity.reason())),
                        field(4, start),
                        field(7, minutes),
                        field(8, "min"))
                .segment("AIL", field(1, "1"), field(2, "A"), field(3, activity.location()), field(6, start))
                .segment(
                        "AIP",
                        field(1, "1"),
                        field(2, "A"),
                        field(3, Hl7MessageBuilder.xcn(activity.doctor())),
                        field(6, start));
    }
}

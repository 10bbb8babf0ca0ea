package org.parcours.standalone.demo.source;

import static org.parcours.standalone.demo.source.Hl7.at;

import java.time.Duration;
import java.time.Instant;
import org.parcours.standalone.demo.world.Doctor;
import org.parcours.standalone.demo.world.Numbers;
import org.parcours.standalone.demo.world.Person;

/** A scheduling message: of consultations, and of operating rooms. */
final class Siu {

    private Siu() {}

    record Slot(
            String number,
            String reason,
            String type,
            Instant start,
            Duration length,
            String place,
            Doctor doctor,
            String status) {}

    static Hl7 message(SourceApplication from, String trigger, Telling telling, Person person, Slot slot) {
        String number = Hl7.ei(slot.number(), from, Numbers.APPOINTMENT);
        String start = Hl7.time(slot.start());
        String end = Hl7.time(slot.start().plus(slot.length()));
        String minutes = Long.toString(slot.length().toMinutes());
        return Hl7.message(from, "SIU^" + trigger + "^SIU_S12", telling)
                .segment(
                        "SCH",
                        at(1, number),
                        at(2, number),
                        at(6, trigger),
                        at(7, "^" + Hl7.escaped(slot.reason())),
                        at(8, slot.type()),
                        at(9, minutes),
                        at(10, "min"),
                        at(11, "^^" + minutes + "^" + start + "^" + end),
                        at(16, Hl7.xcn(slot.doctor())),
                        at(25, slot.status()))
                .segment("TQ1", at(1, "1"), at(7, start), at(8, end))
                .pid(person, "")
                .segment("RGS", at(1, "1"), at(2, "A"))
                .segment(
                        "AIS",
                        at(1, "1"),
                        at(2, "A"),
                        at(3, "^" + Hl7.escaped(slot.reason())),
                        at(4, start),
                        at(7, minutes),
                        at(8, "min"))
                .segment("AIL", at(1, "1"), at(2, "A"), at(3, slot.place()), at(6, start))
                .segment("AIP", at(1, "1"), at(2, "A"), at(3, Hl7.xcn(slot.doctor())), at(6, start));
    }
}

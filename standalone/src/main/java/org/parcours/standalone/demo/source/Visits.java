package org.parcours.standalone.demo.source;

import static org.parcours.standalone.demo.source.Hl7.at;

import java.util.Optional;
import org.parcours.standalone.demo.world.Numbers;

/** PV1 as departments send it: which stay, and no more. */
final class Visits {

    private Visits() {}

    static Hl7.Field[] pv1(Optional<Stay> stay) {
        return stay.map(known -> new Hl7.Field[] {
                    at(1, "1"),
                    at(2, known.patientClass()),
                    at(3, known.location()),
                    at(19, Hl7.cx(known.number(), "GAM", Numbers.VISIT, "VN"))
                })
                .orElseGet(() -> new Hl7.Field[] {at(1, "1"), at(2, "O")});
    }
}

package org.parcours.standalone.demo.source;

import static org.parcours.standalone.demo.source.Hl7MessageBuilder.field;

import java.util.Optional;
import org.parcours.standalone.demo.masterdata.IdentifierGenerator;

/** The PV1 segment as departments send it: class, location and visit number only. */
final class Pv1SegmentFactory {

    private Pv1SegmentFactory() {}

    static Hl7MessageBuilder.Field[] fields(Optional<Stay> stay) {
        return stay.map(current -> new Hl7MessageBuilder.Field[] {
                    field(1, "1"),
                    field(2, current.patientClass()),
                    field(3, current.location()),
                    field(19, Hl7MessageBuilder.cx(current.number(), "GAM", IdentifierGenerator.VISIT_OID, "VN"))
                })
                .orElseGet(() -> new Hl7MessageBuilder.Field[] {field(1, "1"), field(2, "O")});
    }
}

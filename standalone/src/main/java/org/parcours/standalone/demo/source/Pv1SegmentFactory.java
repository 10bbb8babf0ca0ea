package org.parcours.standalone.demo.source;

import static org.parcours.standalone.demo.source.Hl7MessageBuilder.field;

import java.util.Optional;
import org.parcours.standalone.demo.masterdata.IdentifierGenerator;

/** PV1 as departments send it: which stay, and no more. */
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

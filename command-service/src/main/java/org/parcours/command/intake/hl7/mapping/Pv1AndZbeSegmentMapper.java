package org.parcours.command.intake.hl7.mapping;

import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.events.Location;
import org.parcours.events.MovementReference;
import org.parcours.events.Visit;

/** Maps the fields of PV1, ZBE and PID-18 to the stay, its movement and the location. */
record Pv1AndZbeSegmentMapper(Hl7IdentifierMapper identifiers, Hl7Segment pv1, Hl7Segment zbe) {

    Visit visit(Hl7Segment pid) {
        return new Visit(
                Stream.of(pv1.field(19), pv1.field(50), pid.field(18))
                        .map(identifiers::cx)
                        .flatMap(Optional::stream)
                        .findFirst(),
                pv1.value(2));
    }

    Optional<MovementReference> movement() {
        return identifiers
                .ei(zbe.field(1))
                .map(id -> new MovementReference(id, zbe.value(9), zbe.text(5).equals("Y")));
    }

    /** PV1-3. PAM FR: if it has no unit, ZBE-7 and ZBE-8 name the responsible unit (UF, XON.10). */
    Optional<Location> location() {
        return pv1.value(3)
                .or(() -> zbe.field(7).value(10))
                .or(() -> zbe.field(8).value(10))
                .or(() -> pv1.field(3).value(4))
                .map(unit -> Hl7DataTypeMapper.location(unit, pv1.field(3)));
    }
}

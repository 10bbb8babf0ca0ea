package org.parcours.command.intake.hl7.mapping;

import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7Field;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.events.Location;
import org.parcours.events.Movement;
import org.parcours.events.Visit;

/** Maps the stay and its movement: PV1, ZBE. */
record Pv1AndZbeSegmentMapper(Hl7IdentifierMapper identifiers) {

    Visit visit(Hl7Segment pid, Hl7Segment pv1) {
        return new Visit(
                Stream.of(pv1.field(19), pv1.field(50), pid.field(18))
                        .map(identifiers::cx)
                        .flatMap(Optional::stream)
                        .findFirst(),
                pv1.value(2));
    }

    Optional<Movement> movement(Hl7Segment zbe) {
        return identifiers
                .ei(zbe.field(1))
                .map(id -> new Movement(id, zbe.value(9), zbe.text(5).equals("Y")));
    }

    /** PV1-3. PAM FR: if it has no unit, ZBE-7 and ZBE-8 name the responsible unit (UF, XON.10). */
    Optional<Location> location(Hl7Segment pv1, Hl7Segment zbe) {
        Hl7Field location = pv1.field(3);
        return location.value(1)
                .or(() -> zbe.field(7).value(10))
                .or(() -> zbe.field(8).value(10))
                .or(() -> location.value(4))
                .map(unit -> new Location(unit, location.value(2), location.value(3), location.value(4)));
    }

    /** A location (PL). */
    static Optional<Location> location(Hl7Field location) {
        return location.value(1)
                .or(() -> location.value(4))
                .map(unit -> new Location(unit, location.value(2), location.value(3), location.value(4)));
    }
}

package org.parcours.command.intake.hl7.mapping;

import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7Field;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.events.Location;
import org.parcours.events.Movement;
import org.parcours.events.Visit;

/** The stay and its movement: PV1, ZBE. */
record Stays(Numbers numbers) {

    Visit visit(Hl7Segment pid, Hl7Segment pv1) {
        return new Visit(
                Stream.of(pv1.field(19), pv1.field(50), pid.field(18))
                        .map(numbers::cx)
                        .flatMap(Optional::stream)
                        .findFirst(),
                pv1.told(2));
    }

    Optional<Movement> movement(Hl7Segment zbe) {
        return numbers.ei(zbe.field(1))
                .map(id -> new Movement(id, zbe.told(9), zbe.text(5).equals("Y")));
    }

    /** PV1-3. PAM FR: where it tells no unit, ZBE-7 and ZBE-8 name the responsible UF (XON.10). */
    Optional<Location> location(Hl7Segment pv1, Hl7Segment zbe) {
        Hl7Field place = pv1.field(3);
        return place.told(1)
                .or(() -> zbe.field(7).told(10))
                .or(() -> zbe.field(8).told(10))
                .or(() -> place.told(4))
                .map(unit -> new Location(unit, place.told(2), place.told(3), place.told(4)));
    }

    /** PL by itself. */
    static Optional<Location> location(Hl7Field place) {
        return place.told(1)
                .or(() -> place.told(4))
                .map(unit -> new Location(unit, place.told(2), place.told(3), place.told(4)));
    }
}

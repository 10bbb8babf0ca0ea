package org.parcours.command.intake.hl7.mapping;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.message.Fact;
import org.parcours.events.AppointmentEvent.PatientArrived;

/** Maps the arrival of a patient: A10, and an outpatient's A04. */
final class Hl7ArrivalMapper {

    private Hl7ArrivalMapper() {}

    /**
     * A04. An outpatient (PV1-2 O) has arrived; if the visit has a number, it is a stay as well, to which A03 and A11
     * may refer. With a ZBE it is an ordinary movement: PAM France sends emergencies as O first, and as E later.
     */
    static List<Fact> mapRegistration(Hl7MappingContext context) {
        boolean outpatient =
                context.segment("PV1").text(2).equals("O") && !context.message().hasSegment("ZBE");
        if (!outpatient) {
            return Hl7MovementMapper.map(context);
        }
        return context.visit().number().isEmpty()
                ? mapArrival(context)
                : Stream.concat(Hl7MovementMapper.map(context).stream(), mapArrival(context).stream())
                        .toList();
    }

    /** PV1-44 is the time of arrival in an A04 only; in an A10 it is that of an earlier admission. */
    static List<Fact> mapArrival(Hl7MappingContext context) {
        return context.facts(
                context.occurredAt(
                        context.trigger().equals("A04")
                                ? context.segment("PV1").field(44)
                                : context.segment("ZBE").field(2)),
                new PatientArrived(
                        Optional.empty(),
                        Optional.of(context.visit()),
                        context.pv1AndZbe().location()));
    }
}

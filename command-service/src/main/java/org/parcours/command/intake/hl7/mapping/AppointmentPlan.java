package org.parcours.command.intake.hl7.mapping;

import static org.parcours.command.intake.hl7.mapping.Hl7DataTypeMapper.coding;

import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.events.AppointmentEvent.AppointmentBooked;
import org.parcours.events.AppointmentEvent.AppointmentRescheduled;
import org.parcours.events.Coding;
import org.parcours.events.Identifier;
import org.parcours.events.Location;
import org.parcours.events.Practitioner;
import org.parcours.events.SurgeryEvent.SurgeryScheduled;

/** When, where, why and with whom an appointment is. */
record AppointmentPlan(
        Identifier number,
        AppointmentTimes times,
        Optional<Coding> reason,
        Optional<Coding> service,
        Optional<Location> location,
        Optional<Practitioner> practitioner) {

    SurgeryScheduled surgery() {
        return new SurgeryScheduled(
                number, service.or(() -> reason), times.start(), times.end(), location, practitioner);
    }

    AppointmentBooked booked() {
        return new AppointmentBooked(number, times.start(), times.end(), reason, location, practitioner);
    }

    AppointmentRescheduled rescheduled() {
        return new AppointmentRescheduled(number, times.start(), times.end(), reason, location, practitioner);
    }

    /** Of several places and persons the first by time is the appointment's; the details list them all. */
    static AppointmentPlan of(
            Hl7MappingContext context, Identifier number, List<ScheduledResource> resources, AppointmentTimes times) {
        Hl7Segment sch = context.segment("SCH");
        List<ScheduledResource> active =
                resources.stream().filter(resource -> !resource.removed()).toList();
        Optional<Coding> service = active.stream()
                .filter(resource -> resource.is("AIS"))
                .flatMap(resource -> resource.coding().stream())
                .findFirst();
        Optional<Coding> reason = coding(sch.field(7))
                .or(() -> service)
                .or(() -> Hl7SchedulingMapper.EFFECT_BY_TRIGGER.get(context.trigger()) == AppointmentEffect.BOOKED
                        ? coding(sch.field(6))
                        : Optional.empty());
        return new AppointmentPlan(
                number,
                times,
                reason,
                service,
                active.stream()
                        .filter(resource -> resource.is("AIL"))
                        .flatMap(resource -> resource.location().stream())
                        .findFirst(),
                active.stream()
                        .filter(resource -> resource.is("AIP"))
                        .flatMap(resource -> resource.practitioner(context).stream())
                        .findFirst());
    }
}

package org.parcours.command.intake.fhir.mapping;

import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.coding;
import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.firstCoding;

import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.AppointmentEvent.AppointmentBooked;
import org.parcours.events.AppointmentEvent.AppointmentCancelled;
import org.parcours.events.AppointmentEvent.AppointmentMissed;
import org.parcours.events.AppointmentEvent.PatientArrived;
import org.parcours.events.Coding;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.Location;
import org.parcours.events.Practitioner;

/** Maps an Appointment: its booking, and its arrival, cancellation or no-show. */
record FhirAppointmentMapper(ResourceContext context, FhirElement appointment) {

    static List<Fact> facts(ResourceContext context) {
        return new FhirAppointmentMapper(context, context.resource()).facts();
    }

    private List<Fact> facts() {
        String status = context.requireText("status");
        PatientEvidence patient = actor("Patient")
                .map(context::patientEvidence)
                .orElseThrow(() -> context.missingElement("participant.actor"));
        Identifier number = context.identifier();
        FhirElement requested = appointment.child("requestedPeriod");
        Optional<ReportedTime> start =
                context.time("start").or(() -> context.dateTimes().start(requested));
        OccurrenceTime occurredAt = context.occurredAt(start);
        return switch (status) {
            case "cancelled", "entered-in-error" ->
                List.of(fact(
                        patient,
                        context.reportedTime(),
                        new AppointmentCancelled(number, coding(appointment.child("cancelationReason")))));
            case "noshow" ->
                List.of(booked(patient, number, start), fact(patient, occurredAt, new AppointmentMissed(number)));
            case "arrived", "checked-in", "fulfilled" ->
                List.of(
                        booked(patient, number, start),
                        fact(
                                patient,
                                occurredAt,
                                new PatientArrived(Optional.of(number), Optional.empty(), location())));
            default -> List.of(booked(patient, number, start));
        };
    }

    private Fact booked(PatientEvidence patient, Identifier number, Optional<ReportedTime> start) {
        Optional<ReportedTime> end =
                context.time("end").or(() -> context.dateTimes().end(appointment.child("requestedPeriod")));
        Optional<Coding> reason = firstCoding(appointment.children("reasonCode"))
                .or(() -> firstCoding(appointment.children("serviceType")))
                .or(() -> coding(appointment.child("appointmentType")))
                .or(() -> appointment.text("description").map(DataTypeMapper::textCoding));
        return fact(
                patient,
                context.occurredAt(context.time("created")),
                new AppointmentBooked(
                        number,
                        start.map(ReportedTime::value),
                        end.map(ReportedTime::value),
                        reason,
                        location(),
                        practitioner()));
    }

    private Fact fact(PatientEvidence patient, OccurrenceTime occurredAt, Event event) {
        return context.fact(patient, Optional.empty(), occurredAt, event);
    }

    private Optional<Location> location() {
        return actor("Location").flatMap(context::location);
    }

    private Optional<Practitioner> practitioner() {
        return actor("Practitioner").or(() -> actor("PractitionerRole")).flatMap(context::practitioner);
    }

    private Optional<FhirElement> actor(String type) {
        return appointment.children("participant").stream()
                .map(participant -> participant.child("actor"))
                .filter(actor ->
                        context.references().typeOf(actor).filter(type::equals).isPresent())
                .findFirst();
    }
}

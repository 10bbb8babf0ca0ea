package org.parcours.command.intake.fhir.mapping;

import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.coding;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentParticipantComponent;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
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
import org.parcours.events.PartialDateTime;
import org.parcours.events.Practitioner;

/** Maps an Appointment: its booking, and its arrival, cancellation or no-show. */
record FhirAppointmentMapper(ResourceContext context, Appointment appointment) {

    List<Fact> facts() {
        AppointmentStatus status = context.require(appointment.getStatus(), "status");
        PatientEvidence patient =
                context.patientEvidence(actor("Patient").orElseGet(Reference::new), "participant.actor");
        Identifier number = context.identifier();
        Period requested = appointment.getRequestedPeriodFirstRep();
        Optional<OffsetDateTime> start = context.time(appointment.getStartElement(), "start")
                .or(() -> context.start(requested, "requestedPeriod[0]"));
        OffsetDateTime occurredAt = context.occurredAt(start);
        return switch (status) {
            case CANCELLED, ENTEREDINERROR ->
                List.of(fact(
                        patient,
                        context.reportedAt(),
                        new AppointmentCancelled(number, coding(appointment.getCancelationReason()))));
            case NOSHOW ->
                List.of(booked(patient, number, start), fact(patient, occurredAt, new AppointmentMissed(number)));
            case ARRIVED, CHECKEDIN, FULFILLED ->
                List.of(
                        booked(patient, number, start),
                        fact(
                                patient,
                                occurredAt,
                                new PatientArrived(Optional.of(number), Optional.empty(), location())));
            case PROPOSED, PENDING, BOOKED, WAITLIST, NULL -> List.of(booked(patient, number, start));
        };
    }

    private Fact booked(PatientEvidence patient, Identifier number, Optional<OffsetDateTime> start) {
        Optional<OffsetDateTime> end = appointment.hasEnd()
                ? context.time(appointment.getEndElement(), "end")
                : context.end(appointment.getRequestedPeriodFirstRep(), "requestedPeriod[0]");
        Optional<Coding> reason = coding(appointment.getReasonCode())
                .or(() -> coding(appointment.getServiceType()))
                .or(() -> coding(appointment.getAppointmentType()))
                .or(() -> DataTypeMapper.nonBlank(appointment.getDescription()).map(DataTypeMapper::textCoding));
        return fact(
                patient,
                context.occurredAt(context.time(appointment.getCreatedElement(), "created")),
                new AppointmentBooked(
                        number,
                        start.map(PartialDateTime::of),
                        end.map(PartialDateTime::of),
                        reason,
                        location(),
                        practitioner()));
    }

    private Fact fact(PatientEvidence patient, OffsetDateTime occurredAt, Event event) {
        return context.fact(patient, Optional.empty(), occurredAt, event);
    }

    private Optional<Location> location() {
        return actor("Location").flatMap(context::location);
    }

    private Optional<Practitioner> practitioner() {
        return actor("Practitioner")
                .or(() -> actor("PractitionerRole"))
                .flatMap(person -> context.practitioner(person, "participant.actor"));
    }

    private Optional<Reference> actor(String type) {
        return appointment.getParticipant().stream()
                .map(AppointmentParticipantComponent::getActor)
                .filter(actor -> context.references()
                        .typeOf(actor, appointment)
                        .filter(type::equals)
                        .isPresent())
                .findFirst();
    }
}

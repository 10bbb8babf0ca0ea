package org.parcours.command.intake.fhir.mapping;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentParticipantComponent;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
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
import org.parcours.events.Practitioner;

/** Maps an Appointment: its booking, and its arrival, cancellation or no-show. */
final class FhirAppointmentMapper {

    private FhirAppointmentMapper() {}

    static List<Fact> facts(ResourceContext context, Appointment appointment) {
        AppointmentStatus status = appointment.getStatus();
        if (status == null) {
            throw context.missingElement("status");
        }
        PatientEvidence patient = context.patientEvidence(
                actor(context, appointment, "Patient").orElseGet(Reference::new), "participant.actor");
        Identifier identifier = context.identifier();
        Optional<OffsetDateTime> start = start(context, appointment);
        OffsetDateTime occurredAt = context.occurredAt(start);
        List<Fact> facts = new ArrayList<>();
        switch (status) {
            case CANCELLED, ENTEREDINERROR ->
                facts.add(fact(
                        context,
                        patient,
                        context.reportedAt(),
                        new AppointmentCancelled(
                                identifier, DataTypeMapper.coding(appointment.getCancelationReason()))));
            case NOSHOW -> {
                facts.add(booked(context, appointment, patient, identifier, start));
                facts.add(fact(context, patient, occurredAt, new AppointmentMissed(identifier)));
            }
            case ARRIVED, CHECKEDIN, FULFILLED -> {
                facts.add(booked(context, appointment, patient, identifier, start));
                facts.add(fact(
                        context,
                        patient,
                        occurredAt,
                        new PatientArrived(Optional.of(identifier), Optional.empty(), location(context, appointment))));
            }
            case PROPOSED, PENDING, BOOKED, WAITLIST, NULL ->
                facts.add(booked(context, appointment, patient, identifier, start));
        }
        return facts;
    }

    private static Fact booked(
            ResourceContext context,
            Appointment appointment,
            PatientEvidence patient,
            Identifier identifier,
            Optional<OffsetDateTime> start) {
        Optional<OffsetDateTime> end = appointment.hasEnd()
                ? context.dateTimes().parse(appointment.getEndElement(), context.pathOf("end"))
                : context.dateTimes()
                        .endOf(appointment.getRequestedPeriodFirstRep(), context.pathOf("requestedPeriod[0]"));
        Optional<Coding> reason = DataTypeMapper.coding(appointment.getReasonCode())
                .or(() -> DataTypeMapper.coding(appointment.getServiceType()))
                .or(() -> DataTypeMapper.coding(appointment.getAppointmentType()))
                .or(() -> DataTypeMapper.nonBlank(appointment.getDescription())
                        .map(text -> new Coding(Optional.empty(), Optional.of(text), Optional.empty())));
        Optional<OffsetDateTime> created =
                context.dateTimes().parse(appointment.getCreatedElement(), context.pathOf("created"));
        return fact(
                context,
                patient,
                context.occurredAt(created),
                new AppointmentBooked(
                        identifier,
                        start,
                        end,
                        reason,
                        location(context, appointment),
                        practitioner(context, appointment)));
    }

    private static Optional<OffsetDateTime> start(ResourceContext context, Appointment appointment) {
        return context.dateTimes()
                .parse(appointment.getStartElement(), context.pathOf("start"))
                .or(() -> context.dateTimes()
                        .startOf(appointment.getRequestedPeriodFirstRep(), context.pathOf("requestedPeriod[0]")));
    }

    private static Fact fact(ResourceContext context, PatientEvidence patient, OffsetDateTime occurredAt, Event event) {
        return context.fact(patient, Optional.empty(), occurredAt, event);
    }

    private static Optional<Location> location(ResourceContext context, Appointment appointment) {
        return actor(context, appointment, "Location").flatMap(place -> DataTypeMapper.location(context, place));
    }

    private static Optional<Practitioner> practitioner(ResourceContext context, Appointment appointment) {
        return actor(context, appointment, "Practitioner")
                .or(() -> actor(context, appointment, "PractitionerRole"))
                .flatMap(person -> DataTypeMapper.practitioner(context, person, "participant.actor"));
    }

    private static Optional<Reference> actor(ResourceContext context, Appointment appointment, String type) {
        return appointment.getParticipant().stream()
                .map(AppointmentParticipantComponent::getActor)
                .filter(actor -> context.references()
                        .typeOf(actor, appointment)
                        .filter(type::equals)
                        .isPresent())
                .findFirst();
    }
}

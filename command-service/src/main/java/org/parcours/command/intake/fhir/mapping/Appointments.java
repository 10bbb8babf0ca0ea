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

/** Appointment: booked, and what became of it. */
final class Appointments {

    private Appointments() {}

    static List<Fact> facts(Told told, Appointment appointment) {
        AppointmentStatus status = appointment.getStatus();
        if (status == null) {
            throw told.missing("status");
        }
        PatientEvidence patient =
                told.patient(actor(told, appointment, "Patient").orElseGet(Reference::new), "participant.actor");
        Identifier number = told.number();
        Optional<OffsetDateTime> start = start(told, appointment);
        OffsetDateTime then = told.occurredAt(start);
        List<Fact> facts = new ArrayList<>();
        switch (status) {
            case CANCELLED, ENTEREDINERROR ->
                facts.add(fact(
                        told,
                        patient,
                        told.toldAt(),
                        new AppointmentCancelled(number, Words.coding(appointment.getCancelationReason()))));
            case NOSHOW -> {
                facts.add(booked(told, appointment, patient, number, start));
                facts.add(fact(told, patient, then, new AppointmentMissed(number)));
            }
            case ARRIVED, CHECKEDIN, FULFILLED -> {
                facts.add(booked(told, appointment, patient, number, start));
                facts.add(fact(
                        told,
                        patient,
                        then,
                        new PatientArrived(Optional.of(number), Optional.empty(), location(told, appointment))));
            }
            case PROPOSED, PENDING, BOOKED, WAITLIST, NULL ->
                facts.add(booked(told, appointment, patient, number, start));
        }
        return facts;
    }

    private static Fact booked(
            Told told,
            Appointment appointment,
            PatientEvidence patient,
            Identifier number,
            Optional<OffsetDateTime> start) {
        Optional<OffsetDateTime> end = appointment.hasEnd()
                ? told.moments().of(appointment.getEndElement(), told.at("end"))
                : told.moments().endOf(appointment.getRequestedPeriodFirstRep(), told.at("requestedPeriod[0]"));
        Optional<Coding> reason = Words.coding(appointment.getReasonCode())
                .or(() -> Words.coding(appointment.getServiceType()))
                .or(() -> Words.coding(appointment.getAppointmentType()))
                .or(() -> Words.text(appointment.getDescription())
                        .map(text -> new Coding(Optional.empty(), Optional.of(text), Optional.empty())));
        Optional<OffsetDateTime> created = told.moments().of(appointment.getCreatedElement(), told.at("created"));
        return fact(
                told,
                patient,
                told.occurredAt(created),
                new AppointmentBooked(
                        number, start, end, reason, location(told, appointment), practitioner(told, appointment)));
    }

    private static Optional<OffsetDateTime> start(Told told, Appointment appointment) {
        return told.moments()
                .of(appointment.getStartElement(), told.at("start"))
                .or(() -> told.moments()
                        .startOf(appointment.getRequestedPeriodFirstRep(), told.at("requestedPeriod[0]")));
    }

    private static Fact fact(Told told, PatientEvidence patient, OffsetDateTime at, Event event) {
        return told.fact(patient, Optional.empty(), at, event);
    }

    private static Optional<Location> location(Told told, Appointment appointment) {
        return actor(told, appointment, "Location").flatMap(place -> Words.location(told, place));
    }

    private static Optional<Practitioner> practitioner(Told told, Appointment appointment) {
        return actor(told, appointment, "Practitioner")
                .or(() -> actor(told, appointment, "PractitionerRole"))
                .flatMap(person -> Words.practitioner(told, person, "participant.actor"));
    }

    private static Optional<Reference> actor(Told told, Appointment appointment, String type) {
        return appointment.getParticipant().stream()
                .map(AppointmentParticipantComponent::getActor)
                .filter(actor -> told.references()
                        .typeOf(actor, appointment)
                        .filter(type::equals)
                        .isPresent())
                .findFirst();
    }
}

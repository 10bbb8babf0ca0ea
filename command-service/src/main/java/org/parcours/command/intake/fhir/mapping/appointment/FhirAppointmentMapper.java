package org.parcours.command.intake.fhir.mapping.appointment;

import static org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper.coding;
import static org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper.firstCoding;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.command.intake.fhir.resource.NotTrackedException;
import org.parcours.command.intake.fhir.resource.ReferenceResolver;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.AppointmentEvent.AppointmentBooked;
import org.parcours.events.AppointmentEvent.AppointmentCancelled;
import org.parcours.events.AppointmentEvent.AppointmentMissed;
import org.parcours.events.AppointmentEvent.PatientArrived;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.EventAnnotations;
import org.parcours.events.Identifier;
import org.parcours.events.Location;
import org.parcours.events.Practitioner;
import org.parcours.events.TimeOrigin;

/** Maps an Appointment: its booking, and its arrival, cancellation or no-show; a group appointment for each patient. */
public record FhirAppointmentMapper(ResourceContext context, FhirElement appointment) {

    private static final String STEP_FAMILY = "appointment";

    /** Of professionals (RPPS, ADELI) and organisations (FINESS, SIREN), and the NPI. */
    private static final List<String> OTHER_SYSTEMS = List.of(
            "urn:oid:1.2.250.1.71.4.2",
            "https://rpps.esante.gouv.fr",
            "http://rpps.fr",
            "https://adeli.esante.gouv.fr",
            "https://finess.esante.gouv.fr",
            "http://finess.sante.gouv.fr",
            "https://sirene.fr",
            "http://hl7.org/fhir/sid/us-npi");

    /** HL7 v2 table 0203. */
    private static final Set<String> PATIENT_NUMBER_TYPES = Set.of(
            "MR", "PI", "PT", "PN", "NI", "NH", "INS", "INS-NIR", "INS-NIA", "INS-C", "SS", "JHN", "SN", "MC", "MA");

    public static List<Fact> facts(ResourceContext context) {
        return new FhirAppointmentMapper(context, context.resource()).facts();
    }

    private List<Fact> facts() {
        String status = context.requireText("status");
        List<PatientEvidence> patients = patients();
        if (patients.isEmpty() && context.isTakenBack()) {
            patients = List.of(PatientEvidence.UNSTATED);
        }
        if (patients.isEmpty()) {
            throw new NotTrackedException(appointment.pathOf("participant"), "no patient is among its participants");
        }
        if (status.equals("entered-in-error")) {
            context.discardContent();
        }
        return patients.stream()
                .flatMap(patient -> facts(patient, status).stream())
                .toList();
    }

    private List<PatientEvidence> patients() {
        Optional<FhirElement> untyped =
                participants("Patient").findAny().isPresent() ? Optional.empty() : onlyNumbered();
        return Stream.concat(participants("Patient").map(participant -> participant.child("actor")), untyped.stream())
                .map(context::patientEvidence)
                .toList();
    }

    /**
     * Where no participant is said to be the patient: the one actor that is known by a number alone, and of which nothing
     * says that it is somebody else. Reference.type is optional (FHIR R4, 2.3.0.1).
     */
    private Optional<FhirElement> onlyNumbered() {
        List<FhirElement> numbered = appointment.children("participant").stream()
                .filter(participant ->
                        context.references().typeOf(participant.child("actor")).isEmpty())
                .filter(participant -> participant.children("type").isEmpty())
                .map(participant -> participant.child("actor"))
                .filter(actor -> ReferenceResolver.toIdentifier(actor.child("identifier"))
                        .filter(number -> !isOfOthers(number))
                        .isPresent())
                .toList();
        return numbered.size() == 1 ? Optional.of(numbered.getFirst()) : Optional.empty();
    }

    private static boolean isOfOthers(Identifier number) {
        return OTHER_SYSTEMS.stream().anyMatch(number.system()::startsWith)
                || number.type()
                        .filter(type -> !PATIENT_NUMBER_TYPES.contains(type))
                        .isPresent();
    }

    private List<Fact> facts(PatientEvidence patient, String status) {
        Identifier number = context.identifier();
        Fact booked = booked(patient, number);
        return switch (status) {
            case "entered-in-error" -> List.of(booked.enteredInError());
            case "cancelled" ->
                List.of(
                        booked,
                        fact(
                                patient,
                                context.reportedTime(),
                                new AppointmentCancelled(number, coding(appointment.child("cancelationReason")))));
            case "noshow" -> List.of(booked, fact(patient, plannedOrReported(), new AppointmentMissed(number)));
            case "arrived", "checked-in", "fulfilled" ->
                List.of(
                        booked,
                        withStatus(
                                status,
                                fact(
                                        patient,
                                        plannedOrReported(),
                                        new PatientArrived(Optional.of(number), Optional.empty(), location()))));
            default -> List.of(booked);
        };
    }

    private static Fact withStatus(String status, Fact fact) {
        return fact.withAnnotations(fact.annotations().withDetail(DetailKey.APPOINTMENT_STATUS, Optional.of(status)));
    }

    private Fact booked(PatientEvidence patient, Identifier number) {
        Fact fact = fact(
                patient,
                context.occurredAt(context.time("created")),
                new AppointmentBooked(
                        number,
                        context.time("start").map(ReportedTime::value),
                        context.time("end").map(ReportedTime::value),
                        reason(),
                        location(),
                        practitioner()));
        return fact.withAnnotations(new FhirAppointmentDetails(context).annotate(fact.annotations()));
    }

    private Fact fact(PatientEvidence patient, OccurrenceTime occurredAt, AppointmentEvent event) {
        Fact fact = context.fact(patient, Optional.empty(), occurredAt, event);
        EventAnnotations annotations = fact.annotations().withOtherKeys(context.otherKeys(STEP_FAMILY));
        return fact.withAnnotations(annotations);
    }

    /** When the patient came is not stated: the planned start, or the report where that is earlier. */
    private OccurrenceTime plannedOrReported() {
        OccurrenceTime reported = context.reportedTime();
        return context.time("start")
                .filter(start ->
                        start.value().toInstant().isBefore(reported.time().toInstant()))
                .map(start -> new OccurrenceTime(
                        start.value().time(),
                        start.value().precision(),
                        TimeOrigin.DERIVED,
                        OccurrenceTime.stated(start).anomalies()))
                .orElse(reported);
    }

    /** What the appointment is for; the rest of it is among the details. */
    private Optional<Coding> reason() {
        return firstCoding(appointment.children("reasonCode"))
                .or(() -> firstCoding(appointment.children("serviceType")))
                .or(() -> coding(appointment.child("appointmentType")))
                .or(() -> appointment.text("description").map(DataTypeMapper::textCoding));
    }

    private Optional<Location> location() {
        return participants("Location")
                .filter(FhirAppointmentMapper::takesPart)
                .flatMap(participant -> context.location(participant.child("actor")).stream())
                .findFirst();
    }

    private Optional<Practitioner> practitioner() {
        return Stream.concat(participants("Practitioner"), participants("PractitionerRole"))
                .filter(FhirAppointmentMapper::takesPart)
                .flatMap(participant -> context.practitioner(participant.child("actor")).stream())
                .findFirst();
    }

    private static boolean takesPart(FhirElement participant) {
        return participant.text("status").filter("declined"::equals).isEmpty();
    }

    private Stream<FhirElement> participants(String type) {
        return appointment.children("participant").stream().filter(participant -> context.references()
                .typeOf(participant.child("actor"))
                .filter(type::equals)
                .isPresent());
    }
}

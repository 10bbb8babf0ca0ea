package org.parcours.query.timeline.fold;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.DischargeLetterEvent;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventAnnotations;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.ImagingEvent;
import org.parcours.events.LabOrFunctionalExamEvent;
import org.parcours.events.Location;
import org.parcours.events.MedicationEvent;
import org.parcours.events.Observation;
import org.parcours.events.OtherEvent;
import org.parcours.events.PartialDateTime;
import org.parcours.events.PersonName;
import org.parcours.events.Practitioner;
import org.parcours.events.StayEvent;
import org.parcours.events.SurgeryEvent;

/** Extracts the details and values of an event and of its annotations, alike for the entry and for its history. */
public final class EventDetailExtractor {

    private static final Set<String> TIMES = Set.of(
            DetailKey.START,
            DetailKey.END,
            DetailKey.ACTIVITY_AT,
            DetailKey.COLLECTED_AT,
            DetailKey.RECEIVED_AT,
            DetailKey.REPORTED_AT,
            DetailKey.BIRTH_TIME,
            DetailKey.PLACE_SINCE,
            DetailKey.PLACE_UNTIL,
            DetailKey.RECORDED_AT,
            DetailKey.PREPARED_AT,
            DetailKey.LAST_OCCURRENCE,
            DetailKey.EXPIRATION);

    private final List<EntryDetail> details = new ArrayList<>();

    private EventDetailExtractor() {}

    /** The details of an event and of its annotations. */
    public static List<EntryDetail> details(Envelope envelope) {
        List<EntryDetail> all = new ArrayList<>(details(envelope.event()));
        all.addAll(annotatedDetails(envelope));
        return List.copyOf(all);
    }

    /** Without the time of report of a movement, which only gives the order of its messages. */
    static List<EntryDetail> annotatedDetails(Envelope envelope) {
        return details(envelope.annotations()).stream()
                .filter(detail ->
                        !(envelope.event() instanceof StayEvent && detail.key().equals(DetailKey.REPORTED_AT)))
                .toList();
    }

    private static List<EntryDetail> details(EventAnnotations annotations) {
        EventDetailExtractor extractor = new EventDetailExtractor();
        annotations.details().forEach((key, value) -> time(key, value)
                .ifPresentOrElse(extractor.details::add, () -> extractor.text(key, value)));
        return List.copyOf(extractor.details);
    }

    /** A value that is a time, which is shown in the reader's language and zone; a sender may also write a text. */
    private static Optional<EntryDetail> time(String key, String value) {
        if (!TIMES.contains(key)) {
            return Optional.empty();
        }
        try {
            return Optional.of(EntryDetail.of(key, PartialDateTime.parse(value)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    public static List<EntryDetail> details(Event event) {
        EventDetailExtractor extractor = new EventDetailExtractor();
        switch (event) {
            case IdentityEvent identity -> {}
            case AppointmentEvent appointment -> extractor.appointment(appointment);
            case StayEvent stay -> extractor.stay(stay);
            case LabOrFunctionalExamEvent exam -> extractor.exam(exam);
            case ImagingEvent imaging -> extractor.imaging(imaging);
            case SurgeryEvent surgery -> extractor.surgery(surgery);
            case MedicationEvent medication -> extractor.medication(medication);
            case DischargeLetterEvent letter -> extractor.letter(letter);
            case OtherEvent other -> extractor.other(other);
        }
        return List.copyOf(extractor.details);
    }

    public static List<Observation> values(Event event) {
        return switch (event) {
            case LabOrFunctionalExamEvent.ResultIssued result -> result.observations();
            case LabOrFunctionalExamEvent.ResultCorrected result -> result.observations();
            case ImagingEvent.ImagingReported report -> report.observations();
            case LabOrFunctionalExamEvent.ExamOrdered _,
                    LabOrFunctionalExamEvent.ExamOrderCancelled _,
                    LabOrFunctionalExamEvent.ExamOrderHeld _,
                    LabOrFunctionalExamEvent.ExamOrderResumed _,
                    LabOrFunctionalExamEvent.ExamOrderStatusReported _,
                    LabOrFunctionalExamEvent.SpecimenCollected _,
                    LabOrFunctionalExamEvent.SpecimenReceived _,
                    LabOrFunctionalExamEvent.SpecimenRejected _,
                    LabOrFunctionalExamEvent.ResultWithdrawn _ -> List.of();
            case ImagingEvent.ImagingOrdered _, ImagingEvent.ImagingOrderCancelled _, ImagingEvent.ImagingPerformed _ ->
                List.of();
            case IdentityEvent _, AppointmentEvent _, StayEvent _, SurgeryEvent _ -> List.of();
            case MedicationEvent _, DischargeLetterEvent _, OtherEvent _ -> List.of();
        };
    }

    private void appointment(AppointmentEvent event) {
        switch (event) {
            case AppointmentEvent.AppointmentBooked e ->
                plan(e.plannedStart(), e.plannedEnd(), e.reason(), e.location(), e.practitioner());
            case AppointmentEvent.AppointmentRescheduled e ->
                plan(e.plannedStart(), e.plannedEnd(), e.reason(), e.location(), e.practitioner());
            case AppointmentEvent.AppointmentCancelled e -> coding("cancelReason", e.reason());
            case AppointmentEvent.AppointmentMissed e -> {}
            case AppointmentEvent.PatientArrived e -> location("place", e.location());
        }
    }

    private void plan(
            Optional<PartialDateTime> start,
            Optional<PartialDateTime> end,
            Optional<Coding> reason,
            Optional<Location> location,
            Optional<Practitioner> practitioner) {
        time("plannedStart", start);
        time("plannedEnd", end);
        coding("reason", reason);
        location("place", location);
        person("practitioner", practitioner);
    }

    private void stay(StayEvent event) {
        switch (event) {
            case StayEvent.PreAdmissionPlanned e -> movement(e, e.location(), e.doctor());
            case StayEvent.PatientAdmitted e -> movement(e, e.location(), e.doctor());
            case StayEvent.PatientTransferred e -> movement(e, e.location(), e.doctor());
            case StayEvent.PatientClassChanged e -> movement(e, e.location(), e.doctor());
            case StayEvent.ResponsibleDoctorChanged e -> movement(e, e.location(), e.doctor());
            case StayEvent.LeaveStarted e -> movement(e, e.location(), e.doctor());
            case StayEvent.LeaveEnded e -> movement(e, e.location(), e.doctor());
            case StayEvent.DischargePlanned e -> movement(e, e.location(), e.doctor());
            case StayEvent.PatientDischarged e -> movement(e, e.location(), e.doctor());
            case StayEvent.MovementCorrected e -> movement(e, e.location(), e.doctor());
            case StayEvent.LocationReported e -> movement(e, e.location(), e.doctor());
            case StayEvent.PreAdmissionCancelled _, StayEvent.AdmissionCancelled _ -> {}
            case StayEvent.TransferCancelled _, StayEvent.PatientClassChangeCancelled _ -> {}
            case StayEvent.ResponsibleDoctorChangeCancelled _ -> {}
            case StayEvent.LeaveStartCancelled _, StayEvent.LeaveEndCancelled _ -> {}
            case StayEvent.DischargePlanCancelled _, StayEvent.DischargeCancelled _ -> {}
        }
    }

    private void movement(StayEvent event, Optional<Location> location, Optional<Practitioner> doctor) {
        location("unit", location);
        person("doctor", doctor);
        text("class", event.visit().patientClass());
    }

    private void exam(LabOrFunctionalExamEvent event) {
        switch (event) {
            case LabOrFunctionalExamEvent.ExamOrdered e -> order(e.priority(), e.plannedAt(), e.prescriber());
            case LabOrFunctionalExamEvent.ExamOrderCancelled e -> coding("cancelReason", e.reason());
            case LabOrFunctionalExamEvent.ExamOrderHeld e -> coding("holdReason", e.reason());
            case LabOrFunctionalExamEvent.ExamOrderResumed _ -> {}
            case LabOrFunctionalExamEvent.ExamOrderStatusReported e -> coding("orderStatus", Optional.of(e.status()));
            case LabOrFunctionalExamEvent.SpecimenReceived e -> {
                coding("material", e.material());
                text("specimen", e.specimen().map(Identifier::value));
            }
            case LabOrFunctionalExamEvent.SpecimenRejected e -> {
                coding("material", e.material());
                text("specimen", e.specimen().map(Identifier::value));
                coding("rejectionReason", e.reason());
            }
            case LabOrFunctionalExamEvent.SpecimenCollected e -> {
                coding("material", e.material());
                text("specimen", e.specimen().map(Identifier::value));
            }
            case LabOrFunctionalExamEvent.ResultIssued _, LabOrFunctionalExamEvent.ResultCorrected _ -> {}
            case LabOrFunctionalExamEvent.ResultWithdrawn e -> coding("withdrawalReason", e.reason());
        }
    }

    private void imaging(ImagingEvent event) {
        switch (event) {
            case ImagingEvent.ImagingOrdered e -> order(e.priority(), e.plannedAt(), e.prescriber());
            case ImagingEvent.ImagingOrderCancelled e -> coding("cancelReason", e.reason());
            case ImagingEvent.ImagingPerformed e -> text("modality", e.modality());
            case ImagingEvent.ImagingReported e -> {}
        }
    }

    private void order(
            Optional<String> priority, Optional<PartialDateTime> plannedAt, Optional<Practitioner> prescriber) {
        time("plannedStart", plannedAt);
        text("priority", priority);
        person("prescriber", prescriber);
    }

    private void surgery(SurgeryEvent event) {
        switch (event) {
            case SurgeryEvent.SurgeryScheduled e -> {
                time("plannedStart", e.plannedStart());
                time("plannedEnd", e.plannedEnd());
                location("room", e.room());
                person("surgeon", e.surgeon());
            }
            case SurgeryEvent.SurgeryStarted e -> {
                location("room", e.room());
                person("surgeon", e.surgeon());
            }
            case SurgeryEvent.SurgeryCompleted e -> {}
            case SurgeryEvent.SurgeryCancelled e -> coding("cancelReason", e.reason());
        }
    }

    private void medication(MedicationEvent event) {
        switch (event) {
            case MedicationEvent.MedicationPrescribed e -> {
                text("dosage", e.dosage());
                person("prescriber", e.prescriber());
            }
            case MedicationEvent.MedicationStopped e -> coding("cancelReason", e.reason());
            case MedicationEvent.MedicationHeld e -> coding("holdReason", e.reason());
            case MedicationEvent.MedicationResumed _, MedicationEvent.MedicationAdministrationWithdrawn _ -> {}
            case MedicationEvent.MedicationDispenseWithdrawn _ -> {}
            case MedicationEvent.MedicationNotDispensed e -> coding("notDispensedReason", e.reason());
            case MedicationEvent.MedicationNotAdministered e -> coding("notGivenReason", e.reason());
            case MedicationEvent.MedicationStatusReported e -> coding("orderStatus", Optional.of(e.status()));
            case MedicationEvent.MedicationDispensed e -> text("quantity", e.quantity());
            case MedicationEvent.MedicationAdministered e -> text("dose", e.dose());
        }
    }

    private void letter(DischargeLetterEvent event) {
        switch (event) {
            case DischargeLetterEvent.DischargeLetterDrafted e -> person("author", e.author());
            case DischargeLetterEvent.DischargeLetterIssued e -> person("author", e.author());
            case DischargeLetterEvent.DischargeLetterReplaced e -> person("author", e.author());
            case DischargeLetterEvent.DischargeLetterWithdrawn e -> coding("withdrawalReason", e.reason());
            case DischargeLetterEvent.DischargeLetterDelivered e -> text("recipient", e.recipient());
        }
    }

    private void other(OtherEvent event) {
        switch (event) {
            case OtherEvent.StepRecorded e ->
                e.details().forEach((name, value) -> details.add(EntryDetail.of("other:" + name, value)));
            case OtherEvent.EventsWithdrawn e -> coding("withdrawalReason", e.reason());
        }
    }

    private void text(String key, Optional<String> text) {
        text.ifPresent(value -> text(key, value));
    }

    private void text(String key, String text) {
        if (!text.isBlank()) {
            details.add(EntryDetail.of(key, text));
        }
    }

    private void time(String key, Optional<PartialDateTime> time) {
        time.ifPresent(t -> details.add(EntryDetail.of(key, t)));
    }

    private void coding(String key, Optional<Coding> coding) {
        coding.ifPresent(c -> details.add(EntryDetail.of(key, c.label())));
    }

    private void location(String key, Optional<Location> location) {
        location.ifPresent(l -> details.add(EntryDetail.of(key, l.toString())));
    }

    private void person(String key, Optional<Practitioner> person) {
        person.flatMap(p -> p.name().map(PersonName::toString).or(() -> p.identifier()
                        .map(Identifier::value)))
                .ifPresent(name -> details.add(EntryDetail.of(key, name)));
    }
}

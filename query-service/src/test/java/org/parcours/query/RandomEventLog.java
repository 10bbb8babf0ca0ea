package org.parcours.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.parcours.events.Anomaly;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.Coding;
import org.parcours.events.DischargeLetterEvent;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventId;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.ImagingEvent;
import org.parcours.events.ImagingReportStatus;
import org.parcours.events.LabOrFunctionalExamEvent;
import org.parcours.events.Location;
import org.parcours.events.MedicationEvent;
import org.parcours.events.MovementKind;
import org.parcours.events.Observation;
import org.parcours.events.ObservationStatus;
import org.parcours.events.OrderNumbers;
import org.parcours.events.OtherEvent;
import org.parcours.events.PartialDateTime;
import org.parcours.events.PatientId;
import org.parcours.events.Practitioner;
import org.parcours.events.ResultStatus;
import org.parcours.events.StayEvent;
import org.parcours.events.StepStatus;
import org.parcours.events.SurgeryEvent;

/** Generates random logs from a seed: any event at any time, for a few patients and steps. */
public final class RandomEventLog {

    private final Random random;
    private final EventLogBuilder log = new EventLogBuilder();
    private final int patients;

    private RandomEventLog(long seed, int patients) {
        this.random = new Random(seed);
        this.patients = patients;
    }

    public static List<Envelope> create(long seed, int events) {
        return new RandomEventLog(seed, 4).generate(events);
    }

    public static List<Envelope> create(long seed, int events, int patients) {
        return new RandomEventLog(seed, patients).generate(events);
    }

    public static List<Envelope> createForOnePatient(long seed, int events) {
        return new RandomEventLog(seed, 1).generate(events);
    }

    private List<Envelope> generate(int events) {
        List<EventId> ids = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            PatientId patient = EventLogBuilder.patient(random.nextInt(patients));
            Event event = event(patient);
            if (random.nextInt(8) == 0 && !ids.isEmpty()) {
                log.correcting(ids.get(random.nextInt(ids.size())));
            }
            if (random.nextInt(4) == 0) {
                log.inVisit("S" + random.nextInt(3));
            }
            if (random.nextInt(8) == 0) {
                Anomaly.Code code = Anomaly.Code.values()[random.nextInt(Anomaly.Code.values().length)];
                // An older version is the history of a newer one, and alone makes no entry.
                if (code != Anomaly.Code.OLDER_VERSION) {
                    log.withAnomalies(code);
                }
            }
            log.reportedAfter(Duration.ofMinutes(random.nextInt(4000) - 200));
            ids.add(log.add(
                    patient, "2026-03-%02dT%02d:00".formatted(1 + random.nextInt(9), random.nextInt(24)), event));
        }
        return log.events();
    }

    private Event letter(Identifier number, Optional<Practitioner> author) {
        Optional<Identifier> parent = Optional.of(Identifier.of("N", Integer.toString(random.nextInt(2))))
                .filter(p -> !p.isSameNumberAs(number));
        return switch (random.nextInt(5)) {
            case 0 ->
                new DischargeLetterEvent.DischargeLetterDrafted(
                        number, parent, Optional.of("B"), Optional.empty(), author);
            case 1 ->
                new DischargeLetterEvent.DischargeLetterReplaced(
                        number, parent, Optional.of("C"), Optional.empty(), author);
            case 2 -> new DischargeLetterEvent.DischargeLetterWithdrawn(number, Optional.empty());
            case 3 -> new DischargeLetterEvent.DischargeLetterDelivered(number, Optional.of("Dr Petit"));
            default ->
                new DischargeLetterEvent.DischargeLetterIssued(number, Optional.of("A"), Optional.empty(), author);
        };
    }

    private Event event(PatientId patient) {
        String visit = "S" + random.nextInt(3);
        var movement = random.nextInt(5) == 0
                ? Optional.<org.parcours.events.MovementReference>empty()
                : EventLogBuilder.movement(Integer.toString(random.nextInt(5)));
        var place =
                random.nextBoolean() ? Optional.of(Location.of("10" + random.nextInt(4))) : Optional.<Location>empty();
        var doctor = random.nextBoolean()
                ? EventLogBuilder.doctor("D" + random.nextInt(3), "X")
                : Optional.<org.parcours.events.Practitioner>empty();
        Identifier number = Identifier.of("N", Integer.toString(random.nextInt(2)));
        OrderNumbers order = new OrderNumbers(Optional.of(number), Optional.empty());
        Coding what = Coding.of("C" + random.nextInt(2), "Chose " + random.nextInt(2));
        List<Observation> values = List.of(new Observation(
                what,
                Integer.toString(random.nextInt(3)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                random.nextInt(3) == 0 ? Optional.of(Integer.toString(random.nextInt(2))) : Optional.empty(),
                random.nextInt(4) == 0 ? Optional.of(ObservationStatus.values()[random.nextInt(4)]) : Optional.empty(),
                Optional.empty()));
        var planned = random.nextBoolean()
                ? Optional.of(
                        PartialDateTime.of(EventLogBuilder.at("2026-03-0%dT10:00".formatted(1 + random.nextInt(9)))))
                : Optional.<PartialDateTime>empty();
        PatientId other = EventLogBuilder.patient(random.nextInt(patients));
        // A stay, and later the stay again by the number of another one too: they are the same stay.
        var v = patients > 1 && random.nextInt(15) == 0
                ? EventLogBuilder.visit(visit)
                        .withOtherNumbers(
                                EventLogBuilder.visit("S" + random.nextInt(3)).numbers())
                : EventLogBuilder.visit(visit);
        return switch (random.nextInt(46)) {
            case 0 -> new StayEvent.PreAdmissionPlanned(v, movement, place, doctor);
            case 1 -> new StayEvent.PreAdmissionCancelled(v, movement);
            case 2, 3, 4 -> new StayEvent.PatientAdmitted(v, movement, place, doctor);
            case 5 -> new StayEvent.AdmissionCancelled(v, movement);
            case 6, 7 -> new StayEvent.PatientTransferred(v, movement, place, doctor);
            case 8 -> new StayEvent.TransferCancelled(v, movement);
            case 9 -> new StayEvent.PatientClassChanged(v, movement, place, doctor);
            case 10 -> new StayEvent.PatientClassChangeCancelled(v, movement);
            case 11 -> new StayEvent.ResponsibleDoctorChanged(v, movement, place, doctor);
            case 12 -> new StayEvent.ResponsibleDoctorChangeCancelled(v, movement);
            case 13, 14 -> new StayEvent.LeaveStarted(v, movement, place, doctor);
            case 15 -> new StayEvent.LeaveStartCancelled(v, movement);
            case 16, 17 -> new StayEvent.LeaveEnded(v, movement, place, doctor);
            case 18 -> new StayEvent.LeaveEndCancelled(v, movement);
            case 19 -> new StayEvent.DischargePlanned(v, movement, place, doctor);
            case 20 -> new StayEvent.DischargePlanCancelled(v, movement);
            case 21, 22 -> new StayEvent.PatientDischarged(v, movement, place, doctor);
            case 23 -> new StayEvent.DischargeCancelled(v, movement);
            case 24, 25 ->
                new StayEvent.MovementCorrected(
                        v,
                        movement,
                        random.nextBoolean() ? Optional.empty() : Optional.of(MovementKind.values()[random.nextInt(9)]),
                        place,
                        doctor);
            case 26 ->
                new AppointmentEvent.AppointmentBooked(
                        number, planned, Optional.empty(), Optional.of(what), place, doctor);
            case 27 ->
                new AppointmentEvent.AppointmentRescheduled(
                        number, planned, Optional.empty(), Optional.empty(), place, doctor);
            case 28 -> new AppointmentEvent.AppointmentCancelled(number, Optional.empty());
            case 29 ->
                new AppointmentEvent.PatientArrived(
                        random.nextBoolean() ? Optional.of(number) : Optional.empty(), Optional.empty(), place);
            case 30 -> new LabOrFunctionalExamEvent.ExamOrdered(order, what, Optional.empty(), planned, doctor);
            case 31 ->
                new LabOrFunctionalExamEvent.ExamOrderCancelled(
                        order, random.nextBoolean() ? Optional.of(what) : Optional.empty(), Optional.of(what));
            case 32 -> new LabOrFunctionalExamEvent.SpecimenCollected(order, Optional.empty(), Optional.of(what));
            case 33 ->
                new LabOrFunctionalExamEvent.ResultIssued(
                        order,
                        what,
                        random.nextBoolean() ? ResultStatus.FINAL : ResultStatus.PRELIMINARY,
                        values,
                        Optional.empty());
            case 34 -> new LabOrFunctionalExamEvent.ResultCorrected(order, what, values, Optional.empty());
            case 35 ->
                new LabOrFunctionalExamEvent.ResultWithdrawn(
                        order, random.nextBoolean() ? Optional.of(what) : Optional.empty(), Optional.empty());
            case 36 -> new ImagingEvent.ImagingPerformed(order, what, Optional.of("MR"));
            case 37 ->
                new ImagingEvent.ImagingReported(
                        order, what, ImagingReportStatus.values()[random.nextInt(3)], values, Optional.empty());
            case 38 ->
                new SurgeryEvent.SurgeryScheduled(number, Optional.of(what), planned, Optional.empty(), place, doctor);
            case 39 ->
                random.nextBoolean()
                        ? new SurgeryEvent.SurgeryCompleted(number, Optional.empty())
                        : new SurgeryEvent.SurgeryStarted(number, Optional.empty(), place, doctor);
            case 40 ->
                switch (random.nextInt(3)) {
                    case 0 -> new MedicationEvent.MedicationPrescribed(number, what, Optional.empty(), doctor);
                    case 1 -> new MedicationEvent.MedicationStopped(number, Optional.empty());
                    default -> new MedicationEvent.MedicationAdministered(number, what, Optional.of("1 g"));
                };
            case 41 -> letter(number, doctor);
            case 42 ->
                new OtherEvent.StepRecorded(
                        "dialysis",
                        number,
                        StepStatus.values()[random.nextInt(4)],
                        Optional.of("Dialyse"),
                        Optional.empty(),
                        Map.of("poste", Integer.toString(random.nextInt(4))));
            case 43 -> new IdentityEvent.PatientsMerged(List.of(), Optional.of(other));
            case 44 -> new IdentityEvent.PatientsUnmerged(List.of(), Optional.of(other));
            default -> new IdentityEvent.StayReassigned(v, List.of(), Optional.of(other));
        };
    }
}

package org.parcours.query;

import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.events.Anomaly;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.Coding;
import org.parcours.events.Demographics;
import org.parcours.events.DischargeLetterEvent;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.ImagingEvent;
import org.parcours.events.ImagingReportStatus;
import org.parcours.events.LabOrFunctionalExamEvent;
import org.parcours.events.Location;
import org.parcours.events.MedicationEvent;
import org.parcours.events.MovementKind;
import org.parcours.events.Observation;
import org.parcours.events.OrderNumbers;
import org.parcours.events.OtherEvent;
import org.parcours.events.PartialDateTime;
import org.parcours.events.PatientId;
import org.parcours.events.ResultStatus;
import org.parcours.events.StayEvent;
import org.parcours.events.StepStatus;
import org.parcours.events.SurgeryEvent;

/** A demo log: one patient with events of every kind, one with 500 steps, and a few others. */
public final class DemoLog {

    public static final PatientId SOPHIE = EventLogBuilder.patient(1);
    public static final PatientId CROWDED = EventLogBuilder.patient(2);
    public static final PatientId ABSORBED = EventLogBuilder.patient(3);
    /** Has a name with markup. */
    public static final PatientId HARMFUL = EventLogBuilder.patient(4);
    /** Has events that a former version recorded and that cannot be shown. */
    public static final PatientId UNSHOWABLE = EventLogBuilder.patient(5);

    private DemoLog() {}

    public static List<Envelope> events() {
        EventLogBuilder log = new EventLogBuilder();
        sophie(log);
        crowded(log);
        log.from("GAM").register(HARMFUL, "2026-11-01T08:00", "<script>alert(1)</script>", "Bobby", "8000666000");
        unshowable(log);
        String[][] others = {
            {"BERNARD", "Lucas"},
            {"PETIT", "Amélie"},
            {"N'DIAYE", "Fatou"},
            {"DE LA ROCHE", "Jean-Noël"},
            {"ŒUVRARD", "Zoé"}
        };
        for (int i = 0; i < others.length; i++) {
            log.register(
                    EventLogBuilder.patient(10 + i),
                    "2026-11-24T0" + i + ":10",
                    others[i][0],
                    others[i][1],
                    "80012" + i);
            log.add(
                    EventLogBuilder.patient(10 + i),
                    "2026-11-24T0" + i + ":15",
                    EventLogBuilder.admitted("26110" + i, "9" + i, "URG"));
        }
        return log.events();
    }

    private static void unshowable(EventLogBuilder log) {
        log.register(UNSHOWABLE, "2026-11-01T08:00", "POISON", "Ivy", "8000777000");
        log.occurringAt(OffsetDateTime.parse("+999999999-12-31T23:59:59Z"))
                .add(UNSHOWABLE, "2026-11-01T08:00", EventLogBuilder.admitted("2611777", "1", "URG"));
        Map<String, String> nothing = new HashMap<>();
        nothing.put("poste", null);
        log.add(
                UNSHOWABLE,
                "2026-11-01T09:00",
                new OtherEvent.StepRecorded(
                        "dialysis",
                        Identifier.of("D", "7"),
                        StepStatus.DONE,
                        Optional.of("Dialyse"),
                        Optional.empty(),
                        nothing));
    }

    private static void sophie(EventLogBuilder log) {
        log.register(SOPHIE, "2026-10-20T09:00", "MARTIN", "Sophie", "8000417233");
        log.add(
                SOPHIE,
                "2026-10-20T09:01",
                new IdentityEvent.PatientIdentityUpdated(
                        List.of(new Identifier("urn:oid:1.2.250.1.213.1.4.8", "258047511234567", Optional.of("INS"))),
                        List.of(),
                        Demographics.UNKNOWN));
        log.register(ABSORBED, "2026-10-21T09:00", "MARTIN", "Sofie", "8000999001");
        Identifier consultation = Identifier.of("RDV", "55120");
        log.from("DOCTOLIS")
                .add(
                        SOPHIE,
                        "2026-10-20T09:05",
                        new AppointmentEvent.AppointmentBooked(
                                consultation,
                                Optional.of(PartialDateTime.of(EventLogBuilder.at("2026-11-05T10:30"))),
                                Optional.of(PartialDateTime.of(EventLogBuilder.at("2026-11-05T11:00"))),
                                Optional.of(Coding.of("C", "Consultation d'orthopédie")),
                                Optional.of(Location.of("Consultations B2")),
                                EventLogBuilder.doctor("Moreau", "Claire")));
        log.add(
                SOPHIE,
                "2026-10-28T14:05",
                new AppointmentEvent.AppointmentRescheduled(
                        consultation,
                        Optional.of(PartialDateTime.of(EventLogBuilder.at("2026-11-09T14:30"))),
                        Optional.of(PartialDateTime.of(EventLogBuilder.at("2026-11-09T15:00"))),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        log.add(
                SOPHIE,
                "2026-11-09T14:22",
                new AppointmentEvent.PatientArrived(
                        Optional.of(consultation), Optional.empty(), Optional.of(Location.of("Consultations B2"))));
        log.from("PACS")
                .add(
                        SOPHIE,
                        "2026-11-09T15:10",
                        new ImagingEvent.ImagingOrdered(
                                order("RX1"),
                                Coding.of("RX", "Radiographie de la hanche droite"),
                                Optional.of("R"),
                                Optional.empty(),
                                EventLogBuilder.doctor("Moreau", "Claire")));
        log.add(
                SOPHIE,
                "2026-11-09T15:40",
                new ImagingEvent.ImagingPerformed(
                        order("RX1"), Coding.of("RX", "Radiographie de la hanche droite"), Optional.of("DX")));
        log.add(
                SOPHIE,
                "2026-11-09T17:05",
                new ImagingEvent.ImagingReported(
                        order("RX1"),
                        Coding.of("RX", "Radiographie de la hanche droite"),
                        ImagingReportStatus.FINAL,
                        List.of(),
                        Optional.of(new DocumentRef(
                                "application/pdf",
                                "a".repeat(64),
                                184_320,
                                Optional.of("Compte rendu de radiographie")))));
        log.from("GAM")
                .reportedAfter(Duration.ofDays(-10))
                .add(
                        SOPHIE,
                        "2026-11-20T14:00",
                        new StayEvent.PreAdmissionPlanned(
                                EventLogBuilder.visit("2611004512"),
                                EventLogBuilder.movement("7001"),
                                Optional.of(Location.of("ORTHO-3")),
                                EventLogBuilder.doctor("Moreau", "Claire")));
        log.add(SOPHIE, "2026-11-20T14:12", EventLogBuilder.admitted("2611004512", "7002", "ORTHO-3 · 312 · P"));
        log.from("LABO")
                .inVisit("2611004512")
                .add(
                        SOPHIE,
                        "2026-11-20T15:00",
                        new LabOrFunctionalExamEvent.ExamOrdered(
                                order("NFS1"),
                                NFS,
                                Optional.of("R"),
                                Optional.empty(),
                                EventLogBuilder.doctor("Roux", "Paul")));
        log.inVisit("2611004512")
                .add(
                        SOPHIE,
                        "2026-11-20T15:25",
                        new LabOrFunctionalExamEvent.SpecimenCollected(
                                order("NFS1"),
                                Optional.of(Identifier.of("LABO", "P-88121")),
                                Optional.of(Coding.of("SG", "Sang veineux"))));
        log.inVisit("2611004512")
                .add(
                        SOPHIE,
                        "2026-11-20T16:40",
                        new LabOrFunctionalExamEvent.ResultIssued(
                                order("NFS1"),
                                NFS,
                                ResultStatus.FINAL,
                                List.of(
                                        value("718-7", "Hémoglobine", "12,8", "g/dL", "12,0–16,0", ""),
                                        value("6690-2", "Leucocytes", "7,2", "G/L", "4,0–10,0", ""),
                                        value("777-3", "Plaquettes", "251", "G/L", "150–400", "")),
                                Optional.empty()));
        log.from("BLOC")
                .inVisit("2611004512")
                .add(SOPHIE, "2026-11-19T11:00", surgery("2026-11-21T08:00", "2026-11-21T10:00"));
        log.inVisit("2611004512").add(SOPHIE, "2026-11-20T18:30", surgery("2026-11-21T09:30", "2026-11-21T11:30"));
        log.from("GAM")
                .add(
                        SOPHIE,
                        "2026-11-21T08:55",
                        new StayEvent.PatientTransferred(
                                EventLogBuilder.visit("2611004512"),
                                EventLogBuilder.movement("7003"),
                                Optional.of(Location.of("BLOC-A")),
                                Optional.empty()));
        log.from("BLOC")
                .inVisit("2611004512")
                .add(
                        SOPHIE,
                        "2026-11-21T09:42",
                        new SurgeryEvent.SurgeryStarted(
                                Identifier.of("BLOC", "C-9931"),
                                Optional.empty(),
                                Optional.of(Location.of("Salle 4")),
                                EventLogBuilder.doctor("Moreau", "Claire")));
        log.from("STERI")
                .inVisit("2611004512")
                .add(
                        SOPHIE,
                        "2026-11-21T09:50",
                        new OtherEvent.StepRecorded(
                                "sterilisation",
                                Identifier.of("STERI", "BX-4471"),
                                StepStatus.DONE,
                                Optional.of("Boîte hanche n° 12, cycle 4471"),
                                Optional.empty(),
                                Map.of("Autoclave", "A2")));
        log.from("BLOC")
                .inVisit("2611004512")
                .add(
                        SOPHIE,
                        "2026-11-21T11:18",
                        new SurgeryEvent.SurgeryCompleted(Identifier.of("BLOC", "C-9931"), Optional.empty()));
        log.from("GAM")
                .add(
                        SOPHIE,
                        "2026-11-21T12:05",
                        new StayEvent.PatientTransferred(
                                EventLogBuilder.visit("2611004512"),
                                EventLogBuilder.movement("7004"),
                                Optional.of(Location.of("SSPI")),
                                Optional.empty()));
        log.reportedAfter(Duration.ofMinutes(200))
                .add(
                        SOPHIE,
                        "2026-11-21T14:30",
                        new StayEvent.PatientTransferred(
                                EventLogBuilder.visit("2611004512"),
                                EventLogBuilder.movement("7005"),
                                Optional.of(Location.of("ORTHO-2")),
                                Optional.empty()));
        log.reportedAfter(Duration.ofHours(20))
                .add(
                        SOPHIE,
                        "2026-11-21T14:10",
                        new StayEvent.MovementCorrected(
                                EventLogBuilder.visit("2611004512"),
                                EventLogBuilder.movement("7005"),
                                Optional.of(MovementKind.TRANSFER),
                                Optional.of(new Location(
                                        "ORTHO-3", Optional.of("312"), Optional.of("P"), Optional.empty())),
                                Optional.empty()));
        log.add(
                SOPHIE,
                "2026-11-21T15:00",
                new StayEvent.PatientTransferred(
                        EventLogBuilder.visit("2611004512"),
                        EventLogBuilder.movement("7006"),
                        Optional.of(Location.of("REA-1")),
                        Optional.empty()));
        log.add(
                SOPHIE,
                "2026-11-21T15:20",
                new StayEvent.TransferCancelled(EventLogBuilder.visit("2611004512"), EventLogBuilder.movement("7006")));
        log.from("PHARMA")
                .inVisit("2611004512")
                .add(
                        SOPHIE,
                        "2026-11-21T13:00",
                        new MedicationEvent.MedicationPrescribed(
                                Identifier.of("PH", "1"),
                                Coding.of("ENOX", "Énoxaparine 4000 UI SC"),
                                Optional.of("1 injection par jour, 10 jours"),
                                EventLogBuilder.doctor("Roux", "Paul")));
        log.inVisit("2611004512")
                .add(
                        SOPHIE,
                        "2026-11-21T20:00",
                        new MedicationEvent.MedicationAdministered(
                                Identifier.of("PH", "1"),
                                Coding.of("ENOX", "Énoxaparine 4000 UI SC"),
                                Optional.of("4000 UI")));
        log.inVisit("2611004512")
                .backEntryBy("I. Lambert, IDE")
                .reportedAfter(Duration.ofHours(9))
                .add(
                        SOPHIE,
                        "2026-11-22T20:00",
                        new MedicationEvent.MedicationAdministered(
                                Identifier.of("PH", "1"),
                                Coding.of("ENOX", "Énoxaparine 4000 UI SC"),
                                Optional.of("4000 UI")));
        log.from("LABO")
                .inVisit("2611004512")
                .add(
                        SOPHIE,
                        "2026-11-22T06:10",
                        new LabOrFunctionalExamEvent.ResultIssued(
                                order("NFS2"),
                                NFS,
                                ResultStatus.FINAL,
                                List.of(
                                        value("718-7", "Hémoglobine", "10,9", "g/dL", "12,0–16,0", "L"),
                                        value("6690-2", "Leucocytes", "11,4", "G/L", "4,0–10,0", "H")),
                                Optional.empty()));
        log.inVisit("2611004512")
                .add(
                        SOPHIE,
                        "2026-11-22T07:30",
                        new LabOrFunctionalExamEvent.ResultCorrected(
                                order("NFS2"),
                                NFS,
                                List.of(value("718-7", "Hémoglobine", "7,9", "g/dL", "12,0–16,0", "LL")),
                                Optional.empty()));
        log.from("TRANSFU")
                .inVisit("2611004512")
                .backEntryBy("I. Lambert, IDE")
                .reportedAfter(Duration.ofHours(5))
                .add(
                        SOPHIE,
                        "2026-11-22T09:15",
                        new OtherEvent.StepRecorded(
                                "transfusion",
                                Identifier.of("EFS", "T1"),
                                StepStatus.DONE,
                                Optional.of("2 concentrés globulaires A+"),
                                Optional.empty(),
                                Map.of("Numéros", "7031, 7032")));
        log.from("KINE")
                .inVisit("2611004512")
                .add(
                        SOPHIE,
                        "2026-11-23T10:30",
                        new OtherEvent.StepRecorded(
                                "physiotherapy",
                                Identifier.of("KINE", "K1"),
                                StepStatus.DONE,
                                Optional.of("Premier lever, 20 m avec deux cannes"),
                                Optional.empty(),
                                Map.of()));
        log.from("GAM")
                .add(
                        SOPHIE,
                        "2026-11-23T14:00",
                        new StayEvent.LeaveStarted(
                                EventLogBuilder.visit("2611004512"),
                                EventLogBuilder.movement("7007"),
                                Optional.empty(),
                                Optional.empty()));
        log.add(
                SOPHIE,
                "2026-11-23T18:10",
                new StayEvent.LeaveEnded(
                        EventLogBuilder.visit("2611004512"),
                        EventLogBuilder.movement("7008"),
                        Optional.empty(),
                        Optional.empty()));
        log.from("LABO")
                .inVisit("2611004512")
                .add(
                        SOPHIE,
                        "2026-11-24T04:40",
                        new LabOrFunctionalExamEvent.SpecimenCollected(
                                order("CRP1"), Optional.empty(), Optional.of(Coding.of("SG", "Sang veineux"))));
        log.inVisit("2611004512")
                .add(
                        SOPHIE,
                        "2026-11-24T05:00",
                        new LabOrFunctionalExamEvent.ResultIssued(
                                order("CRP1"),
                                Coding.of("CRP", "Protéine C réactive"),
                                ResultStatus.PRELIMINARY,
                                List.of(value("1988-5", "CRP", "86", "mg/L", "< 5", "H")),
                                Optional.empty()));
        log.from("GAM")
                .reportedAfter(Duration.ofDays(-2))
                .add(
                        SOPHIE,
                        "2026-11-25T11:00",
                        new StayEvent.DischargePlanned(
                                EventLogBuilder.visit("2611004512"),
                                EventLogBuilder.movement("7009"),
                                Optional.empty(),
                                Optional.empty()));
        log.from("DOCTOLIS")
                .add(
                        SOPHIE,
                        "2026-11-23T16:00",
                        new AppointmentEvent.AppointmentBooked(
                                Identifier.of("RDV", "55901"),
                                Optional.of(PartialDateTime.of(EventLogBuilder.at("2027-01-07T09:15"))),
                                Optional.empty(),
                                Optional.of(Coding.of("C", "Contrôle chirurgical à six semaines")),
                                Optional.of(Location.of("Consultations B2")),
                                EventLogBuilder.doctor("Moreau", "Claire")));
        log.add(
                SOPHIE,
                "2026-11-12T16:00",
                new AppointmentEvent.AppointmentBooked(
                        Identifier.of("RDV", "55777"),
                        Optional.of(PartialDateTime.of(EventLogBuilder.at("2026-11-18T09:00"))),
                        Optional.empty(),
                        Optional.of(Coding.of("A", "Consultation d'anesthésie")),
                        Optional.empty(),
                        Optional.empty()));
        log.add(SOPHIE, "2026-11-18T09:40", new AppointmentEvent.AppointmentMissed(Identifier.of("RDV", "55777")));
        // An older stay of which only the discharge was reported.
        log.from("GAM")
                .withAnomalies(Anomaly.Code.DISCHARGE_WITHOUT_ADMISSION)
                .add(SOPHIE, "2026-10-24T16:00", EventLogBuilder.discharged("2610001177", "5001"));
        log.from("DPI")
                .inVisit("2610001177")
                .add(
                        SOPHIE,
                        "2026-10-24T16:30",
                        new DischargeLetterEvent.DischargeLetterIssued(
                                Identifier.of("DOC", "L1"),
                                Optional.of("Lettre de liaison, chirurgie ambulatoire"),
                                Optional.of(new DocumentRef(
                                        "application/pdf", "b".repeat(64), 92_160, Optional.of("Lettre de liaison"))),
                                EventLogBuilder.doctor("Roux", "Paul")));
        log.inVisit("2610001177")
                .add(
                        SOPHIE,
                        "2026-10-24T17:02",
                        new DischargeLetterEvent.DischargeLetterDelivered(
                                Identifier.of("DOC", "L1"), Optional.of("Dr Petit (MSSanté)")));
        log.add(SOPHIE, "2026-11-02T11:00", new IdentityEvent.PatientsMerged(List.of(), Optional.of(ABSORBED)));
    }

    private static void crowded(EventLogBuilder log) {
        log.from("GAM").register(CROWDED, "2026-06-01T08:00", "DURAND", "Marcel", "8000555000");
        log.add(CROWDED, "2026-06-01T08:10", EventLogBuilder.admitted("2606000001", "1", "NEPHRO-1"));
        String[] kinds = {"dialysis", "nursing", "dietetics", "transport", "physiotherapy"};
        for (int i = 0; i < 500; i++) {
            int day = i / 3;
            String date = LocalDate.of(2026, 6, 1).plusDays(day) + "T"
                    + List.of("09:00", "13:30", "18:15").get(i % 3);
            if (i % 4 == 0) {
                log.from("LABO")
                        .inVisit("2606000001")
                        .add(
                                CROWDED,
                                date,
                                new LabOrFunctionalExamEvent.ResultIssued(
                                        order("D" + i),
                                        Coding.of("IONO", "Ionogramme sanguin"),
                                        ResultStatus.FINAL,
                                        List.of(value(
                                                "2823-3",
                                                "Potassium",
                                                "5," + i % 9,
                                                "mmol/L",
                                                "3,5–5,1",
                                                i % 8 == 0 ? "H" : "")),
                                        Optional.empty()));
            } else {
                log.from("DPI")
                        .inVisit("2606000001")
                        .add(
                                CROWDED,
                                date,
                                new OtherEvent.StepRecorded(
                                        kinds[i % 5],
                                        Identifier.of("N", "S" + i),
                                        StepStatus.DONE,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Map.of()));
            }
        }
    }

    private static final Coding NFS = Coding.of("NFS", "Numération formule sanguine");

    private static SurgeryEvent.SurgeryScheduled surgery(String start, String end) {
        return new SurgeryEvent.SurgeryScheduled(
                Identifier.of("BLOC", "C-9931"),
                Optional.of(Coding.of("NEKA020", "Prothèse totale de hanche droite")),
                Optional.of(PartialDateTime.of(EventLogBuilder.at(start))),
                Optional.of(PartialDateTime.of(EventLogBuilder.at(end))),
                Optional.of(Location.of("Salle 4")),
                EventLogBuilder.doctor("Moreau", "Claire"));
    }

    private static OrderNumbers order(String number) {
        return new OrderNumbers(Optional.of(Identifier.of("DPI", number)), Optional.empty());
    }

    private static Observation value(String code, String name, String value, String unit, String range, String flag) {
        return new Observation(
                Coding.of(code, name),
                value,
                Optional.of(unit),
                Optional.of(range),
                flag.isEmpty() ? Optional.empty() : Optional.of(flag));
    }
}

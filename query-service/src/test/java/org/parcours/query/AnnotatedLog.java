package org.parcours.query;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.events.Anomaly;
import org.parcours.events.Coding;
import org.parcours.events.Demographics;
import org.parcours.events.DetailKey;
import org.parcours.events.DischargeLetterEvent.DischargeLetterIssued;
import org.parcours.events.DocumentRef;
import org.parcours.events.DocumentRestriction;
import org.parcours.events.Envelope;
import org.parcours.events.EventAnnotations;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenRejected;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.Observation;
import org.parcours.events.ObservationStatus;
import org.parcours.events.OrderNumbers;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.PartialDate;
import org.parcours.events.PartialDateTime;
import org.parcours.events.PatientId;
import org.parcours.events.PersonName;
import org.parcours.events.ResultStatus;
import org.parcours.events.StepStatus;
import org.parcours.events.TimeOrigin;
import org.parcours.events.TimePrecision;

/** A log with what messages state besides: precision, origin, notes, details, restrictions, unread fields, statuses. */
public final class AnnotatedLog {

    /** Lives, is born in 1958, has phones and addresses. */
    public static final PatientId ODETTE = EventLogBuilder.patient(31);
    /** A twin who has died; an older version recorded two quotes as parts of the name. */
    public static final PatientId TWIN = EventLogBuilder.patient(32);

    public static final String ANTIBIOGRAM =
            "Germe         CMI     Résultat\nE. coli       0,5     S\nK. pneumoniae  >8     R";

    private AnnotatedLog() {}

    public static List<Envelope> events() {
        EventLogBuilder log = new EventLogBuilder();
        identities(log);
        times(log);
        results(log);
        medication(log);
        letter(log);
        return log.events();
    }

    private static void identities(EventLogBuilder log) {
        log.annotated(EventAnnotations.NONE
                        .withNotes(List.of("Interprète nécessaire."))
                        .withUnread(List.of("PID-26")))
                .add(
                        ODETTE,
                        "2026-03-01T08:00",
                        new PatientRegistered(
                                List.of(
                                        Identifier.of("urn:parcours:sender:LABO:CHU", "4711"),
                                        Identifier.of("urn:parcours:sender:LABO:CHU:SITE2", "4712")),
                                new Demographics(
                                        Optional.of(PersonName.of("FONTAINE", "Odette")),
                                        Optional.empty(),
                                        Optional.of(PartialDate.parse("1958")),
                                        Optional.of("F"),
                                        List.of("01 23 45 67 89"),
                                        List.of("06 11 22 33 44"),
                                        List.of("3 rue des Lilas, 75020 Paris"),
                                        Optional.empty(),
                                        Optional.empty(),
                                        List.of())));
        log.add(
                TWIN,
                "2026-03-01T08:05",
                new PatientRegistered(
                        List.of(new Identifier("urn:oid:1.2.250.1.71.4.2.2", "8000555", Optional.of("PI"))),
                        new Demographics(
                                Optional.of(PersonName.of("LENOIR", "\"\"")),
                                Optional.of(PersonName.of("\"\"", "")),
                                Optional.of(PartialDate.of(LocalDate.of(1950, 5, 1))),
                                Optional.of("M"))));
        log.add(
                TWIN,
                "2026-03-02T08:05",
                new PatientIdentityUpdated(
                        List.of(),
                        List.of(),
                        new Demographics(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                List.of(),
                                List.of(),
                                Optional.of(
                                        new Demographics.Death(Optional.of(PartialDateTime.parse("2026-03-02+01:00")))),
                                Optional.of(2),
                                List.of())));
    }

    private static void times(EventLogBuilder log) {
        log.from("SOINS");
        step(log.preciseTo(TimePrecision.YEAR), "2026-01-01T00:00", "Vaccin de 2026");
        step(log.preciseTo(TimePrecision.MONTH), "2026-03-01T00:00", "Rééducation en mars");
        step(log.preciseTo(TimePrecision.DAY), "2026-03-10T00:00", "Pansement du 10");
        step(log.preciseTo(TimePrecision.HOUR), "2026-03-10T09:00", "Toilette de 9 heures");
        step(log, "2026-03-09T23:30", "Ronde de 23 h 30");
        step(
                log.preciseTo(TimePrecision.DAY).occurringAt(OffsetDateTime.parse("2026-03-10T00:00+11:00")),
                "2026-03-10T12:00",
                "Téléconsultation de Nouméa");
        step(origin(log, TimeOrigin.DERIVED), "2026-03-11T14:05", "Heure du message");
        step(origin(log, TimeOrigin.RECEIVED), "2026-03-11T15:05", "Sans heure");
        step(
                log.occurringAt(OffsetDateTime.parse("2026-10-25T02:30+02:00")),
                "2026-10-25T01:30",
                "Avant le changement d'heure");
        step(
                log.occurringAt(OffsetDateTime.parse("2026-10-25T02:30+01:00"))
                        .withAnomalies(Anomaly.Code.TIME_AMBIGUOUS),
                "2026-10-25T02:30",
                "Après le changement d'heure");
    }

    private static EventLogBuilder origin(EventLogBuilder log, TimeOrigin origin) {
        return log.annotated(EventAnnotations.of(TimePrecision.SECOND, origin));
    }

    private static void step(EventLogBuilder log, String at, String title) {
        log.add(
                ODETTE,
                at,
                new StepRecorded(
                        "nursing",
                        Identifier.of("SOINS", title),
                        StepStatus.DONE,
                        Optional.of(title),
                        Optional.empty(),
                        Map.of()));
    }

    private static void results(EventLogBuilder log) {
        log.from("LABO")
                .annotated(EventAnnotations.NONE
                        .withNotes(List.of("Prélèvement difficile.\nÀ recontrôler."))
                        .withUnread(List.of("OBX-17", "NTE-4")))
                .withAnomalies(Anomaly.Code.UNREAD_MAY_CHANGE_MEANING)
                .add(
                        ODETTE,
                        "2026-03-12T08:00",
                        new ResultIssued(
                                order("A1"),
                                Coding.of("BIO", "Bilan"),
                                ResultStatus.FINAL,
                                values(),
                                Optional.empty()));
        log.add(
                ODETTE,
                "2026-03-12T09:00",
                new SpecimenRejected(
                        order("A2"),
                        Optional.empty(),
                        Optional.of(Coding.of("SG", "Sang")),
                        Optional.of(Coding.of("H", "Hémolysé"))));
        log.add(
                ODETTE,
                "2026-03-13T08:00",
                new ResultIssued(
                        order("A3"), Coding.of("MON", "Surveillance"), ResultStatus.FINAL, series(), Optional.empty()));
    }

    private static List<Observation> values() {
        List<Observation> values = new ArrayList<>();
        for (ObservationStatus status : ObservationStatus.values()) {
            values.add(value("Dosage " + status, "1", Optional.of(status), List.of(), Optional.empty()));
        }
        values.add(value(
                "Potassium", "6,9", Optional.empty(), List.of("Hémolyse.\nNe pas interpréter."), Optional.empty()));
        values.add(value(
                "Lactates",
                "2,1",
                Optional.empty(),
                List.of(),
                Optional.of(PartialDateTime.parse("2026-03-12T06:40+01:00"))));
        values.add(value("Antibiogramme", ANTIBIOGRAM, Optional.empty(), List.of(), Optional.empty()));
        for (int i = 1; i <= 30; i++) {
            values.add(value("Allergène " + i, "0", Optional.empty(), List.of(), Optional.empty()));
        }
        return values;
    }

    private static List<Observation> series() {
        List<Observation> values = new ArrayList<>();
        for (int i = 0; i < 240; i++) {
            values.add(new Observation(
                    Coding.of("SPO2", "SpO2"),
                    Integer.toString(91 + i % 8),
                    Optional.of("%"),
                    Optional.empty(),
                    i == 7 ? Optional.of("L") : Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    Optional.of(PartialDateTime.of(
                            OffsetDateTime.parse("2026-03-13T04:00+01:00").plusMinutes(i)))));
        }
        return values;
    }

    private static Observation value(
            String name,
            String value,
            Optional<ObservationStatus> status,
            List<String> notes,
            Optional<PartialDateTime> observedAt) {
        return new Observation(
                Coding.of(name, name),
                value,
                Optional.of("mmol/L").filter(_ -> !value.contains("\n")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                status,
                Optional.empty(),
                List.of(new Coding(Optional.of("LOINC-1"), Optional.empty(), Optional.of("LN"))),
                notes,
                observedAt);
    }

    private static void medication(EventLogBuilder log) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put(DetailKey.ROUTE, "Intraveineuse");
        details.put(DetailKey.START, "2026-03-14+01:00");
        details.put("localKey", "valeur locale");
        log.from("PHARMA")
                .annotated(EventAnnotations.NONE.withDetails(details).withNotes(List.of("Ne pas écraser.")))
                .add(
                        ODETTE,
                        "2026-03-13T10:00",
                        new MedicationPrescribed(
                                Identifier.of("PH", "9"),
                                Coding.of("AMX", "Amoxicilline 1 g"),
                                Optional.of("3 par jour"),
                                Optional.empty()));
    }

    private static void letter(EventLogBuilder log) {
        log.annotated(EventAnnotations.NONE.withAttachments(List.of(
                        new DocumentRef("image/jpeg", "c".repeat(64), 2048, Optional.of("Photographie"), List.of()))))
                .add(
                        ODETTE,
                        "2026-03-15T10:00",
                        new DischargeLetterIssued(
                                Identifier.of("DOC", "9"),
                                Optional.of("Lettre de liaison"),
                                Optional.of(new DocumentRef(
                                        "application/pdf",
                                        "b".repeat(64),
                                        92_160,
                                        Optional.of("Lettre"),
                                        List.of(
                                                DocumentRestriction.HIDDEN_FROM_PROFESSIONALS,
                                                DocumentRestriction.HIDDEN_FROM_PATIENT))),
                                Optional.empty()));
        log.preciseTo(TimePrecision.DAY)
                .add(ODETTE, "2026-03-16T00:00", EventLogBuilder.admitted("9001", "9001-1", "MED-1"));
        log.preciseTo(TimePrecision.DAY).add(ODETTE, "2026-03-18T00:00", EventLogBuilder.discharged("9001", "9001-2"));
    }

    private static OrderNumbers order(String number) {
        return new OrderNumbers(Optional.of(Identifier.of("LABO", number)), Optional.empty());
    }
}

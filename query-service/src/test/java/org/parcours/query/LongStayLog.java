package org.parcours.query;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.events.Coding;
import org.parcours.events.Envelope;
import org.parcours.events.EventAnnotations;
import org.parcours.events.Identifier;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.Observation;
import org.parcours.events.OrderNumbers;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.PartialDateTime;
import org.parcours.events.PatientId;
import org.parcours.events.ResultStatus;
import org.parcours.events.StepStatus;

/** The log of one patient with many steps. The newest are results of intensive care, with hundreds of values each. */
public final class LongStayLog {

    public static final PatientId PATIENT = EventLogBuilder.patient(77);

    private static final LocalDateTime ADMISSION = LocalDateTime.parse("2025-01-06T08:00");
    private static final String[] KINDS = {"dialysis", "nursing", "dietetics", "transport", "physiotherapy"};
    private static final int VALUES = 240;

    private LongStayLog() {}

    /**
     * @param steps one an hour
     * @param intensive how many of the newest are results of intensive care
     */
    public static List<Envelope> events(int steps, int intensive) {
        EventLogBuilder log = new EventLogBuilder();
        log.register(PATIENT, at(0), "ROUSSEL", "Hélène", "8000777");
        log.add(PATIENT, at(0), EventLogBuilder.admitted("2501000077", "1", "MED-1"));
        for (int i = 1; i <= steps; i++) {
            if (i % 2000 == 0) {
                log.add(PATIENT, at(i), EventLogBuilder.transferred("2501000077", "T" + i, "UNIT-" + i / 2000));
            }
            log.inVisit("2501000077");
            if (i > steps - intensive) {
                log.from("MONITEUR")
                        .annotated(EventAnnotations.NONE.withNotes(
                                List.of("Commentaire très long du service de réanimation. ".repeat(100))))
                        .add(PATIENT, at(i), result(i));
            } else {
                log.from("DPI")
                        .add(
                                PATIENT,
                                at(i),
                                new StepRecorded(
                                        KINDS[i % 5],
                                        Identifier.of("N", "L" + i),
                                        StepStatus.DONE,
                                        Optional.of("Soin " + i),
                                        Optional.empty(),
                                        Map.of()));
            }
        }
        return log.events();
    }

    /** Every hour. */
    public static String at(int step) {
        return ADMISSION.plusHours(step).format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm"));
    }

    private static ResultIssued result(int step) {
        List<Observation> values = new ArrayList<>();
        for (int i = 0; i < VALUES; i++) {
            boolean series = i % 2 == 0;
            values.add(new Observation(
                    series ? Coding.of("SPO2", "SpO2") : Coding.of("V" + i, "Mesure " + i),
                    Integer.toString(91 + i % 8),
                    Optional.of("%"),
                    Optional.of("90–100"),
                    i % 10 == 1 ? Optional.of("L") : Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    series
                            ? Optional.of(PartialDateTime.of(
                                    EventLogBuilder.at(at(step)).plusSeconds(15L * i)))
                            : Optional.empty()));
        }
        return new ResultIssued(
                new OrderNumbers(Optional.of(Identifier.of("DPI", "R" + step)), Optional.empty()),
                Coding.of("REA", "Surveillance continue"),
                ResultStatus.FINAL,
                values,
                Optional.empty());
    }
}

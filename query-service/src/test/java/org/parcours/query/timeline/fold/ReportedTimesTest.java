package org.parcours.query.timeline.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.query.EventLogBuilder.at;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.parcours.events.AppointmentEvent.AppointmentBooked;
import org.parcours.events.Coding;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.parcours.events.EventAnnotations;
import org.parcours.events.Identifier;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrdered;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.OrderNumbers;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.PartialDateTime;
import org.parcours.events.PatientId;
import org.parcours.events.ResultStatus;
import org.parcours.events.StepStatus;
import org.parcours.events.TimeOrigin;
import org.parcours.events.TimePrecision;
import org.parcours.query.EventLogBuilder;

/** Precision, origin and annotations of entries (rule 10). */
class ReportedTimesTest {

    private static final PatientId SOPHIE = EventLogBuilder.patient(1);
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private final EventLogBuilder log = new EventLogBuilder();

    private TimelineEntry onlyEntry() {
        return onlyEntry(log.events());
    }

    private static TimelineEntry onlyEntry(List<Envelope> events) {
        List<TimelineEntry> entries = Timeline.replay(SOPHIE, events, Optional.empty(), ValidTimeCutoff.NONE)
                .entries();
        assertThat(entries).hasSize(1);
        return entries.getFirst();
    }

    private void step(String at, StepStatus status) {
        log.add(
                SOPHIE,
                at,
                new StepRecorded(
                        "nursing", Identifier.of("SOINS", "1"), status, Optional.empty(), Optional.empty(), Map.of()));
    }

    private static OrderNumbers order() {
        return new OrderNumbers(Optional.of(Identifier.of("DPI", "1")), Optional.empty());
    }

    private void order(String at) {
        log.add(
                SOPHIE,
                at,
                new ExamOrdered(
                        order(), Coding.of("NFS", "NFS"), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private void result(String at, ResultStatus status) {
        log.add(SOPHIE, at, new ResultIssued(order(), Coding.of("NFS", "NFS"), status, List.of(), Optional.empty()));
    }

    @Test
    void an_entry_has_the_precision_and_origin_of_the_event_that_gives_its_time() {
        log.annotated(EventAnnotations.of(TimePrecision.DAY, TimeOrigin.DERIVED));
        step("2026-03-10T00:00", StepStatus.IN_PROGRESS);
        log.preciseTo(TimePrecision.MONTH);
        step("2026-04-01T00:00", StepStatus.DONE);

        TimelineEntry entry = onlyEntry();

        assertThat(entry.startTime().time().text()).isEqualTo("2026-03-10+01:00");
        assertThat(entry.startTime().origin()).isEqualTo(TimeOrigin.DERIVED);
        assertThat(entry.endTime().orElseThrow().precision()).isEqualTo(TimePrecision.MONTH);
        assertThat(entry.occurrence().precision()).isEqualTo(TimePrecision.MONTH);
    }

    @Test
    void a_planned_start_has_the_precision_of_its_field() {
        log.add(
                SOPHIE,
                "2026-03-01T08:00",
                new AppointmentBooked(
                        Identifier.of("RDV", "1"),
                        Optional.of(PartialDateTime.parse("2026-03-10+01:00")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));

        assertThat(onlyEntry().startTime().precision()).isEqualTo(TimePrecision.DAY);
    }

    @Test
    void an_end_on_the_day_of_the_start_is_kept_although_midnight_is_before_it() {
        step("2026-03-10T09:00", StepStatus.IN_PROGRESS);
        log.preciseTo(TimePrecision.DAY).reportedAfter(Duration.ofHours(20));
        step("2026-03-10T00:00", StepStatus.DONE);

        assertThat(onlyEntry().endTime().map(EntryTime::precision)).contains(TimePrecision.DAY);
        assertThat(onlyEntry().status()).isEqualTo(StepStatus.DONE);
    }

    @Test
    void a_date_follows_what_was_recorded_before_it_on_its_day_and_precedes_what_was_recorded_after() {
        step("2026-03-10T09:00", StepStatus.PLANNED);
        log.preciseTo(TimePrecision.DAY).reportedAfter(Duration.ofHours(10));
        step("2026-03-10T00:00", StepStatus.IN_PROGRESS);
        assertThat(onlyEntry().status()).isEqualTo(StepStatus.IN_PROGRESS);

        step("2026-03-10T11:00", StepStatus.DONE);
        assertThat(onlyEntry().status()).isEqualTo(StepStatus.DONE);

        log.preciseTo(TimePrecision.DAY).reportedAfter(Duration.ofDays(3));
        step("2026-03-09T00:00", StepStatus.CANCELLED);
        assertThat(onlyEntry().status()).as("the day before").isEqualTo(StepStatus.DONE);
    }

    @Test
    void the_order_of_dates_and_times_does_not_depend_on_the_order_of_arrival() {
        Random random = new Random(14);
        for (int round = 0; round < 200; round++) {
            EventLogBuilder many = new EventLogBuilder();
            for (int i = 0; i < 8; i++) {
                TimePrecision precision = TimePrecision.values()[random.nextInt(6)];
                many.preciseTo(precision)
                        .reportedAfter(Duration.ofHours(random.nextInt(100)))
                        .occurringAt(at("2026-03-1%d".formatted(random.nextInt(3)) + "T0" + random.nextInt(10) + ":00"))
                        .add(
                                SOPHIE,
                                "2026-03-12T0%d:00".formatted(i),
                                new StepRecorded(
                                        "nursing",
                                        Identifier.of("SOINS", "1"),
                                        StepStatus.values()[random.nextInt(4)],
                                        Optional.empty(),
                                        Optional.empty(),
                                        Map.of()));
            }
            List<Envelope> shuffled = new ArrayList<>(many.events());
            Collections.shuffle(shuffled, random);

            List<Envelope> ordered = ChronologicalOrder.of(shuffled);

            assertThat(ordered).isEqualTo(ChronologicalOrder.of(many.events())).hasSize(8);
        }
    }

    @Test
    void a_date_begins_with_its_day_in_the_hospital_whatever_its_offset() {
        for (String offset : List.of("+11:00", "-04:00", "Z")) {
            EntryTime time = EntryTime.stated(PartialDateTime.parse("2026-03-10" + offset));

            assertThat(time.startIn(PARIS))
                    .as(offset)
                    .isEqualTo(OffsetDateTime.parse("2026-03-10T00:00+01:00").toInstant());
            assertThat(time.endIn(PARIS))
                    .as(offset)
                    .isEqualTo(OffsetDateTime.parse("2026-03-11T00:00+01:00").toInstant());
        }
    }

    @Test
    void the_notes_details_and_unread_fields_of_all_events_that_count_are_those_of_the_entry() {
        log.annotated(EventAnnotations.NONE
                .withNotes(List.of("Sous anticoagulant"))
                .withDetails(Map.of("clinicalInformation", "Fièvre"))
                .withUnread(List.of("ORC-29")));
        order("2026-03-10T08:00");
        log.annotated(EventAnnotations.NONE
                .withNotes(List.of("Hémolysé", "Sous anticoagulant"))
                .withUnread(List.of("OBX-17")));
        result("2026-03-10T09:00", ResultStatus.FINAL);

        TimelineEntry entry = onlyEntry();

        assertThat(entry.notes()).containsExactly("Sous anticoagulant", "Hémolysé");
        assertThat(entry.detail("clinicalInformation")).contains("Fièvre");
        assertThat(entry.unread()).containsExactly("ORC-29", "OBX-17");
    }

    @Test
    void what_a_replaced_result_stated_is_in_the_history_only() {
        DocumentRef scan = new DocumentRef("image/jpeg", "a".repeat(64), 1, Optional.empty());
        log.annotated(EventAnnotations.NONE
                .withNotes(List.of("À confirmer"))
                .withDetails(Map.of("interpreter", "Dr Petit"))
                .withAttachments(List.of(scan)));
        result("2026-03-10T08:00", ResultStatus.PRELIMINARY);
        assertThat(onlyEntry().notes()).containsExactly("À confirmer");
        assertThat(onlyEntry().documents()).containsExactly(scan);

        result("2026-03-10T09:00", ResultStatus.FINAL);

        TimelineEntry entry = onlyEntry();
        assertThat(entry.notes()).isEmpty();
        assertThat(entry.documents()).isEmpty();
        assertThat(entry.detail("interpreter")).isEmpty();
        assertThat(entry.history().getFirst().details()).contains(EntryDetail.of("interpreter", "Dr Petit"));
    }

    @Test
    void a_detail_that_is_a_time_keeps_its_precision_and_one_that_is_not_stays_text() {
        log.annotated(
                EventAnnotations.NONE.withDetails(Map.of("collectedAt", "2026-03-10+01:00", "start", "au lever")));
        order("2026-03-10T08:00");

        assertThat(onlyEntry().details())
                .contains(
                        EntryDetail.of("collectedAt", PartialDateTime.parse("2026-03-10+01:00")),
                        EntryDetail.of("start", "au lever"));
    }
}

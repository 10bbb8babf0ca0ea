package org.parcours.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.events.Anomaly;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.OtherEvent;
import org.parcours.events.PartialDateTime;
import org.parcours.events.StepStatus;
import org.parcours.query.EventLogBuilder;
import org.parcours.query.store.StoredDocument;
import org.parcours.query.store.ViewGeneration;
import org.parcours.query.timeline.EntryFilter;
import org.parcours.query.timeline.EntryPage;
import org.parcours.query.timeline.PageSize;
import org.parcours.query.views.StoredEntry;
import org.parcours.query.views.ViewsChanged;

/** What the projection guarantees, whatever the store: {@code ViewStoreContract} says what each store does. */
class ProjectionTest {

    @TempDir
    Path folder;

    private final EventLogBuilder log = new EventLogBuilder();
    private TestViews views;

    @BeforeEach
    void open() {
        views = TestViews.inFile(folder);
    }

    @AfterEach
    void close() {
        views.close();
    }

    private List<Envelope> journey() {
        log.register(EventLogBuilder.patient(1), "2026-03-02T08:00", "MARTIN", "Sophie", "8000001");
        log.add(EventLogBuilder.patient(1), "2026-03-02T08:10", EventLogBuilder.admitted("S1", "1", "1050"));
        log.add(EventLogBuilder.patient(1), "2026-03-03T09:00", EventLogBuilder.transferred("S1", "2", "2040"));
        log.add(EventLogBuilder.patient(1), "2026-03-05T16:00", EventLogBuilder.discharged("S1", "3"));
        return log.events();
    }

    @Test
    void each_entry_of_a_stay_is_one_document() {
        views.apply(journey());

        assertThat(views.shown(EventLogBuilder.patient(1)).entries())
                .extracting(entry -> entry.entry().kind())
                .containsExactly("discharge", "transfer", "admission", "stay");
        assertThat(views.shown(EventLogBuilder.patient(1)).stays())
                .singleElement()
                .satisfies(stay -> assertThat(stay.unit()).contains("2040"));
        assertThat(views.projector.progress().position()).isEqualTo(4);
    }

    @Test
    void the_batch_size_does_not_change_the_views() {
        views.apply(journey());
        Map<String, StoredDocument> atOnce = views.everything();
        views.startAnew();
        for (Envelope envelope : log.events()) {
            views.apply(List.of(envelope));
        }
        assertThat(views.everything()).isEqualTo(atOnce);
    }

    @Test
    void a_merge_and_its_end_move_the_entries_from_one_timeline_to_the_other_and_back() {
        var one = EventLogBuilder.patient(1);
        var two = EventLogBuilder.patient(2);
        journey();
        log.register(two, "2026-03-06T08:00", "MARTIN", "Sofie", "8000002");
        log.add(two, "2026-03-06T08:10", EventLogBuilder.admitted("S2", "9", "1050"));
        views.apply(log.events());
        for (IdentityEvent event : List.<IdentityEvent>of(
                new IdentityEvent.PatientsMerged(List.of(), Optional.of(two)),
                new IdentityEvent.PatientsUnmerged(List.of(), Optional.of(two)))) {
            log.add(one, "2026-03-06T09:00", event);
            views.apply(log.events());

            boolean merged = event instanceof IdentityEvent.PatientsMerged;
            assertThat(views.shown(one).stays()).hasSize(merged ? 2 : 1);
            assertThat(views.shown(one).head().patient().merges()).hasSize(merged ? 1 : 0);
            assertThat(views.shown(two).head().patient().id()).isEqualTo(merged ? one : two);
            assertThat(views.shown(two)).isEqualTo(TestViews.replayed(two, log.events()));
        }
    }

    @Test
    void events_that_are_already_applied_are_skipped() {
        List<Envelope> log = journey();
        views.apply(log.subList(0, 3));
        views.apply(log);
        views.apply(log);

        assertThat(views.projector.progress().position()).isEqualTo(4);
        assertThat(views.shown(EventLogBuilder.patient(1)))
                .isEqualTo(TestViews.replayed(EventLogBuilder.patient(1), log));
    }

    @Test
    void a_gap_in_the_log_is_an_error_and_nothing_is_written() {
        List<Envelope> log = journey();
        views.apply(log.subList(0, 1));
        Map<String, StoredDocument> previous = views.everything();

        assertThatThrownBy(() -> views.apply(log.subList(2, 4)))
                .isInstanceOf(LogGapException.class)
                .hasMessageContaining("Expected position 2")
                .hasMessageContaining("found 3");
        assertThat(views.everything()).isEqualTo(previous);
    }

    private static OtherEvent.StepRecorded step(String number, String title, Map<String, String> details) {
        return new OtherEvent.StepRecorded(
                "dialysis", Identifier.of("D", number), StepStatus.DONE, Optional.of(title), Optional.empty(), details);
    }

    /** As a former version recorded it: with a detail that is null. */
    private static OtherEvent.StepRecorded unshowable() {
        Map<String, String> details = new HashMap<>();
        details.put("poste", null);
        return step("1", "Dialyse", details);
    }

    private List<String> stages(int patient) {
        return views.shown(EventLogBuilder.patient(patient)).entries().stream()
                .map(entry -> entry.entry().stage())
                .toList();
    }

    @Test
    void a_time_outside_the_supported_years_blocks_no_other_patient() {
        OffsetDateTime far = OffsetDateTime.parse("+999999999-12-31T23:59:59Z");
        log.occurringAt(far).add(EventLogBuilder.patient(1), "2026-03-02T08:00", step("1", "Dialyse", Map.of()));
        log.add(
                EventLogBuilder.patient(1),
                "2026-03-02T09:00",
                new AppointmentEvent.AppointmentBooked(
                        Identifier.of("RDV", "1"),
                        Optional.of(PartialDateTime.of(OffsetDateTime.parse("+300000000-01-01T00:00:00Z"))),
                        Optional.of(PartialDateTime.of(far)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        log.register(EventLogBuilder.patient(2), "2026-03-02T10:00", "MARTIN", "Sophie", "8000001");

        views.apply(log.events());

        assertThat(stages(1)).containsExactlyInAnyOrder("booked", "done");
        assertThat(views.shown(EventLogBuilder.patient(2)).head().patient().identifiers())
                .hasSize(1);
        assertThat(views.projector.progress().failedDocuments()).isZero();
    }

    @Test
    void a_step_that_cannot_be_shown_is_replaced_by_a_marker_and_blocks_no_other() {
        log.add(EventLogBuilder.patient(1), "2026-03-02T08:00", unshowable());
        log.add(EventLogBuilder.patient(1), "2026-03-02T09:00", step("2", "Autre", Map.of()));
        log.register(EventLogBuilder.patient(2), "2026-03-02T10:00", "MARTIN", "Sophie", "8000001");

        views.apply(log.events());

        assertThat(views.projector.progress().position()).isEqualTo(3);
        assertThat(stages(1)).containsExactlyInAnyOrder("unshown", "done");
        List<StoredEntry> flagged = views.read(EventLogBuilder.patient(1), timeline -> timeline.flagged(10));
        assertThat(flagged).singleElement().satisfies(entry -> assertThat(
                        entry.anomalies().getFirst().anomaly().code())
                .isEqualTo(Anomaly.Code.CANNOT_BE_SHOWN));
        assertThat(views.shown(EventLogBuilder.patient(2)).head().patient().identifiers())
                .hasSize(1);
    }

    @Test
    void the_time_of_each_write_is_measured() {
        views.apply(journey());
        views.apply(log.events());

        assertThat(views.meters.get("parcours.views.write").timer().count()).isEqualTo(1);
    }

    @Test
    void health_reports_the_number_of_markers() {
        ProjectionMonitor state = new ProjectionMonitor(
                new SimpleMeterRegistry(),
                changed -> {},
                new ProjectionProperties(Duration.ofSeconds(45), Duration.ofSeconds(30), Duration.ofSeconds(6), 5000),
                Clock.systemUTC());
        log.add(EventLogBuilder.patient(1), "2026-03-02T08:00", unshowable());

        state.updateProgress(views.apply(log.events()));

        assertThat(state.health().getDetails()).containsEntry("failedDocuments", 1L);
    }

    @Test
    void an_entry_of_many_megabytes_is_complete_and_its_list_is_short() {
        String text = "x".repeat(950_000);
        log.register(EventLogBuilder.patient(1), "2026-03-02T08:00", "MARTIN", "Sophie", "8000001");
        for (int result = 0; result < 20; result++) {
            log.add(
                    EventLogBuilder.patient(1),
                    "2026-03-02T09:00",
                    step("1", "Dialyse " + result, Map.of("remarque" + result, text)));
        }
        for (Envelope envelope : log.events()) {
            views.apply(List.of(envelope));
        }

        assertThat(views.shown(EventLogBuilder.patient(1)))
                .isEqualTo(TestViews.replayed(EventLogBuilder.patient(1), log.events()));
    }

    @Test
    void a_batch_that_takes_longer_than_the_lease_keeps_it() throws Exception {
        for (int patient = 0; patient < 400; patient++) {
            log.register(
                    EventLogBuilder.patient(patient), "2026-03-01T08:00", "NOM" + patient, "Prénom", "7" + patient);
            for (int number = 0; number < 25; number++) {
                log.add(
                        EventLogBuilder.patient(patient),
                        "2026-03-02T08:00",
                        step(patient + "-" + number, "Séance", Map.of("poste", "x".repeat(200))));
            }
        }
        AtomicBoolean isTaken = new AtomicBoolean();
        AtomicBoolean isDone = new AtomicBoolean();
        assertThat(views.projector.acquireLease()).isTrue();
        Thread other = Thread.ofPlatform().start(() -> {
            while (!isDone.get() && !isTaken.get()) {
                boolean hasLease = views.views
                        .generation()
                        .acquireLease("other", Duration.ofMinutes(1))
                        .isPresent();
                isTaken.set(hasLease && views.projector.progress().position() == 0);
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        });
        long start = System.nanoTime();
        views.apply(log.events());
        isDone.set(true);
        other.join();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).as("the batch").isGreaterThan(Duration.ofSeconds(1));
        assertThat(isTaken).as("the lease was taken meanwhile").isFalse();
        assertThat(views.projector.progress().position()).isEqualTo(log.events().size());
    }

    @Test
    void the_lease_of_the_generation_that_was_leased_is_released_after_a_switch_to_another_one() {
        ViewGeneration former = views.views.generation();
        assertThat(views.projector.acquireLease()).isTrue();
        assertThat(former.acquireLease("other", Duration.ofMinutes(1))).isEmpty();

        views.startAnew();
        views.projector.releaseLease();

        assertThat(former.acquireLease("other", Duration.ofMinutes(1))).isPresent();
    }

    @Test
    void a_switch_to_another_generation_releases_the_former_one() {
        ViewGeneration former = views.views.generation();
        assertThat(views.projector.acquireLease()).isTrue();

        views.startAnew();

        assertThat(views.projector.acquireLease()).isTrue();
        assertThat(former.acquireLease("other", Duration.ofMinutes(1))).isPresent();
        assertThat(views.views.generation().acquireLease("other", Duration.ofMinutes(1)))
                .isEmpty();
    }

    @Test
    void a_batch_publishes_the_patients_that_it_affects() {
        views.apply(journey());
        assertThat(views.published).singleElement().isInstanceOfSatisfying(ViewsChanged.class, change -> assertThat(
                        change.positions())
                .containsEntry(EventLogBuilder.patient(1), 4L));
    }

    @Test
    void a_stay_that_moves_to_another_record_is_published_to_both() {
        journey();
        log.register(EventLogBuilder.patient(2), "2026-03-06T08:00", "MARTIN", "Sofie", "8000002");
        views.apply(log.events());
        views.published.clear();

        log.add(
                EventLogBuilder.patient(2),
                "2026-03-06T11:00",
                new IdentityEvent.StayReassigned(
                        EventLogBuilder.visit("S1"), List.of(), Optional.of(EventLogBuilder.patient(1))));
        views.apply(log.events());

        assertThat(views.published).singleElement().isInstanceOfSatisfying(ViewsChanged.class, change -> assertThat(
                        change.positions())
                .containsOnlyKeys(EventLogBuilder.patient(1), EventLogBuilder.patient(2)));
        assertThat(views.shown(EventLogBuilder.patient(1)).entries()).isEmpty();
        assertThat(views.shown(EventLogBuilder.patient(2)).stays()).hasSize(1);
    }

    @Test
    void entries_still_to_come_are_listed_apart_soonest_first() {
        journey();
        for (String day : List.of("12", "10", "11")) {
            log.add(
                    EventLogBuilder.patient(1),
                    "2026-03-06T09:00",
                    new AppointmentEvent.AppointmentBooked(
                            Identifier.of("RDV", day),
                            Optional.of(PartialDateTime.of(OffsetDateTime.parse("2026-03-" + day + "T09:00:00+01:00"))),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()));
        }
        views.apply(log.events());

        var now = OffsetDateTime.parse("2026-03-10T12:00:00+01:00").toInstant();
        EntryPage ahead = views.read(
                EventLogBuilder.patient(1), timeline -> timeline.ahead(EntryFilter.ALL, now, PageSize.ofEntries(10)));
        assertThat(ahead.entries())
                .extracting(entry -> entry.entry().start().toString())
                .containsExactly("2026-03-11T08:00:00Z", "2026-03-12T08:00:00Z");
        assertThat(views.read(
                                EventLogBuilder.patient(1),
                                timeline ->
                                        timeline.past(EntryFilter.ALL, now, Optional.empty(), PageSize.ofEntries(2)))
                        .entries())
                .extracting(entry -> entry.entry().kind())
                .containsExactly("appointment", "discharge");
    }
}

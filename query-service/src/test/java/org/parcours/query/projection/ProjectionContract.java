package org.parcours.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.parcours.events.Anomaly;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.OtherEvent;
import org.parcours.events.PartialDateTime;
import org.parcours.events.StepStatus;
import org.parcours.events.codec.EventCodec;
import org.parcours.query.EventLogBuilder;
import org.parcours.query.timeline.PatientTimelineReader;
import org.parcours.query.timeline.fold.Timeline;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.query.timeline.fold.ValidTimeCutoff;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.views.ViewsChanged;

/** The contract of the projection, for each MongoDB server. */
abstract class ProjectionContract {

    private final EventLogBuilder log = new EventLogBuilder();
    private final List<Object> published = new ArrayList<>();
    private MongoClient client;
    private ViewCollections views;
    private ViewProjector projector;

    /** The address of a server whose database {@code parcours} the test may drop. */
    abstract String address();

    @BeforeEach
    void start() {
        client = MongoClients.create(address());
        client.getDatabase("parcours").drop();
        views = new ViewCollections(client.getDatabase("parcours"));
        projector = new ViewProjector(views, new EventCodec(), published::add);
        projector.createIndexes();
    }

    @AfterEach
    void stop() {
        client.close();
    }

    private List<Envelope> journey() {
        log.register(EventLogBuilder.patient(1), "2026-03-02T08:00", "MARTIN", "Sophie", "8000001");
        log.add(EventLogBuilder.patient(1), "2026-03-02T08:10", EventLogBuilder.admitted("S1", "1", "1050"));
        log.add(EventLogBuilder.patient(1), "2026-03-03T09:00", EventLogBuilder.transferred("S1", "2", "2040"));
        log.add(EventLogBuilder.patient(1), "2026-03-05T16:00", EventLogBuilder.discharged("S1", "3"));
        return log.events();
    }

    private List<Document> everything() {
        List<Document> all = new ArrayList<>();
        for (var collection : List.of(views.patients(), views.steps(), views.journal(), views.progress())) {
            collection.find().sort(new Document("_id", 1)).into(all);
        }
        return all;
    }

    @Test
    void a_stay_is_one_document_with_its_history() {
        projector.apply(journey());

        Document stay = views.steps().find(Filters.eq("kind", "stay")).first();
        assertThat(stay).isNotNull();
        assertThat(stay.getString("status")).isEqualTo("done");
        assertThat(stay.getString("unit")).isEqualTo("2040");
        assertThat(stay.getList("envelopes", String.class)).hasSize(3);
        assertThat(projector.progress().position()).isEqualTo(4);
    }

    @Test
    void the_batch_size_does_not_change_the_views() {
        projector.apply(journey());
        List<Document> atOnce = everything();
        client.getDatabase("parcours").drop();
        for (Envelope envelope : log.events()) {
            projector.apply(List.of(envelope));
        }
        assertThat(everything()).isEqualTo(atOnce);
    }

    @Test
    void a_crash_between_documents_and_progress_repeats_work_and_changes_nothing() {
        projector.apply(journey());
        List<Document> previous = everything();
        views.progress().deleteMany(new Document());

        projector.apply(log.events());

        assertThat(everything()).isEqualTo(previous);
    }

    private PatientTimelineReader reader() {
        return new PatientTimelineReader(views, new EventCodec(), new SimpleMeterRegistry());
    }

    @Test
    void a_merge_or_unmerge_that_broke_off_between_the_two_records_is_completed_when_it_is_applied_again() {
        var one = EventLogBuilder.patient(1);
        var two = EventLogBuilder.patient(2);
        journey();
        log.register(two, "2026-03-06T08:00", "MARTIN", "Sofie", "8000002");
        log.add(two, "2026-03-06T08:10", EventLogBuilder.admitted("S2", "9", "1050"));
        projector.apply(log.events());
        for (IdentityEvent event : List.<IdentityEvent>of(
                new IdentityEvent.PatientsMerged(List.of(), Optional.of(two)),
                new IdentityEvent.PatientsUnmerged(List.of(), Optional.of(two)))) {
            for (var written : List.of(one, two)) {
                Map<String, Document> before = new HashMap<>();
                views.patients().find().forEach(document -> before.put(document.getString("_id"), document));
                Document progress = views.progress().find().first();
                log.add(one, "2026-03-06T09:00", event);
                List<Envelope> batch = log.events()
                        .subList(log.events().size() - 1, log.events().size());
                projector.apply(batch);
                List<Document> complete = everything();

                // One of the two records is as the batch left it, the other as it was before.
                before.remove(written.toString());
                before.values().forEach(document -> views.patients()
                        .replaceOne(Filters.eq("_id", document.getString("_id")), document));
                views.progress().replaceOne(Filters.eq("_id", progress.get("_id")), progress);
                projector.apply(batch);

                assertThat(everything()).isEqualTo(complete);
                boolean merged = event instanceof IdentityEvent.PatientsMerged;
                assertThat(reader().live(one).stays()).hasSize(merged ? 2 : 1);
                assertThat(reader().live(one).patient().merges()).hasSize(merged ? 1 : 0);
            }
        }
    }

    @Test
    void a_crash_after_a_merge_and_a_reassignment_changes_nothing() {
        journey();
        log.register(EventLogBuilder.patient(2), "2026-03-06T08:00", "MARTIN", "Sofie", "8000002");
        log.add(EventLogBuilder.patient(2), "2026-03-06T08:10", EventLogBuilder.admitted("S2", "9", "1050"));
        log.add(
                EventLogBuilder.patient(1),
                "2026-03-06T09:00",
                new IdentityEvent.PatientsMerged(List.of(), Optional.of(EventLogBuilder.patient(2))));
        log.add(
                EventLogBuilder.patient(1),
                "2026-03-06T10:00",
                new IdentityEvent.PatientsUnmerged(List.of(), Optional.of(EventLogBuilder.patient(2))));
        log.add(
                EventLogBuilder.patient(1),
                "2026-03-06T11:00",
                new IdentityEvent.StayReassigned(
                        EventLogBuilder.visit("S2"), List.of(), Optional.of(EventLogBuilder.patient(2))));
        projector.apply(log.events());
        List<Document> previous = everything();
        views.progress().deleteMany(new Document());

        projector.apply(log.events());

        assertThat(everything()).isEqualTo(previous);
        assertThat(views.steps()
                        .find(Filters.eq("patient", EventLogBuilder.patient(1).toString()))
                        .into(new ArrayList<>()))
                .hasSize(3);
    }

    @Test
    void events_that_are_already_applied_are_skipped() {
        List<Envelope> log = journey();
        projector.apply(log.subList(0, 3));
        projector.apply(log);
        assertThat(views.journal().countDocuments()).isEqualTo(4);
        assertThat(projector.progress().position()).isEqualTo(4);
    }

    @Test
    void a_gap_in_the_log_is_an_error_and_nothing_is_written() {
        List<Envelope> log = journey();
        projector.apply(log.subList(0, 1));
        List<Document> previous = everything();

        assertThatThrownBy(() -> projector.apply(log.subList(2, 4)))
                .isInstanceOf(LogGapException.class)
                .hasMessageContaining("Expected position 2")
                .hasMessageContaining("found 3");
        assertThat(everything()).isEqualTo(previous);
    }

    private Timeline shown(int patient) {
        return reader().live(EventLogBuilder.patient(patient));
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

        projector.apply(log.events());

        assertThat(shown(1).entries()).extracting(TimelineEntry::stage).containsExactlyInAnyOrder("booked", "done");
        assertThat(shown(2).patient().identifiers()).hasSize(1);
        assertThat(projector.progress().failedDocuments()).isZero();
    }

    @Test
    void a_step_that_cannot_be_shown_is_replaced_by_a_marker_and_blocks_no_other() {
        log.add(EventLogBuilder.patient(1), "2026-03-02T08:00", unshowable());
        log.add(EventLogBuilder.patient(1), "2026-03-02T09:00", step("2", "Autre", Map.of()));
        log.register(EventLogBuilder.patient(2), "2026-03-02T10:00", "MARTIN", "Sophie", "8000001");

        projector.apply(log.events());

        assertThat(projector.progress().position()).isEqualTo(3);
        assertThat(shown(1).entries()).extracting(TimelineEntry::stage).containsExactlyInAnyOrder("unshown", "done");
        assertThat(shown(1).anomalies())
                .singleElement()
                .satisfies(anomaly -> assertThat(anomaly.anomaly().code()).isEqualTo(Anomaly.Code.CANNOT_BE_SHOWN));
        assertThat(shown(1))
                .isEqualTo(Timeline.replay(
                        EventLogBuilder.patient(1), log.events(), Optional.empty(), ValidTimeCutoff.NONE));
        assertThat(shown(2).patient().identifiers()).hasSize(1);
    }

    @Test
    void health_reports_the_number_of_markers() {
        ProjectionMonitor state = new ProjectionMonitor(new SimpleMeterRegistry(), changed -> {});
        log.add(EventLogBuilder.patient(1), "2026-03-02T08:00", unshowable());

        state.updateProgress(projector.apply(log.events()));

        assertThat(state.health().getDetails()).containsEntry("failedDocuments", 1L);
    }

    @Test
    void a_document_that_the_server_rejects_blocks_no_other_and_its_step_is_read_from_the_journal() {
        views.steps().createIndex(Indexes.ascending("kind", "status"), new IndexOptions().unique(true));
        log.add(EventLogBuilder.patient(1), "2026-03-02T08:00", step("1", "Dialyse", Map.of()));
        log.add(EventLogBuilder.patient(2), "2026-03-02T09:00", step("2", "Autre", Map.of()));
        log.add(EventLogBuilder.patient(3), "2026-03-02T09:00", EventLogBuilder.admitted("S1", "1", "1050"));

        projector.apply(log.events());

        assertThat(projector.progress().failedDocuments()).isEqualTo(1);
        for (int patient = 1; patient <= 3; patient++) {
            assertThat(shown(patient))
                    .isEqualTo(Timeline.replay(
                            EventLogBuilder.patient(patient), log.events(), Optional.empty(), ValidTimeCutoff.NONE));
        }
    }

    @Test
    void a_step_larger_than_a_document_is_complete() {
        String text = "x".repeat(950_000);
        log.register(EventLogBuilder.patient(1), "2026-03-02T08:00", "MARTIN", "Sophie", "8000001");
        for (int result = 0; result < 20; result++) {
            log.add(
                    EventLogBuilder.patient(1),
                    "2026-03-02T09:00",
                    step("1", "Dialyse " + result, Map.of("remarque" + result, text)));
        }
        for (Envelope envelope : log.events()) {
            projector.apply(List.of(envelope));
        }

        assertThat(projector.progress().failedDocuments()).isZero();
        assertThat(shown(1))
                .isEqualTo(Timeline.replay(
                        EventLogBuilder.patient(1), log.events(), Optional.empty(), ValidTimeCutoff.NONE));
        assertThat(shown(1).entries().getFirst().history()).hasSize(20);
    }

    @Test
    void a_patient_with_identity_events_larger_than_a_document_is_complete() {
        for (int name = 0; name < 20; name++) {
            log.register(
                    EventLogBuilder.patient(1),
                    "2026-03-02T08:00",
                    "M" + name + "x".repeat(450_000),
                    "Sophie",
                    "800000");
        }
        for (Envelope envelope : log.events()) {
            projector.apply(List.of(envelope));
        }

        assertThat(projector.progress().failedDocuments()).isZero();
        assertThat(shown(1))
                .isEqualTo(Timeline.replay(
                        EventLogBuilder.patient(1), log.events(), Optional.empty(), ValidTimeCutoff.NONE));
    }

    @Test
    void an_event_that_cannot_be_written_to_the_journal_is_reported_on_the_timeline() {
        log.add(EventLogBuilder.patient(1), "2026-03-02T08:00", step("1", "Dialyse", Map.of()));
        log.add(EventLogBuilder.patient(2), "2026-03-02T09:00", step("2", "Autre", Map.of()));
        String first = new String(new EventCodec().encode(log.events().getFirst()), StandardCharsets.UTF_8);
        views.journal().createIndex(Indexes.ascending("envelope"), new IndexOptions().unique(true));
        views.journal().insertOne(new Document("_id", -1L).append("envelope", first));

        projector.apply(log.events());

        assertThat(shown(1).anomalies()).singleElement().satisfies(anomaly -> assertThat(anomaly.event())
                .isEqualTo(log.events().getFirst().id()));
        assertThat(shown(2).anomalies()).isEmpty();
        assertThat(projector.progress().failedDocuments()).isEqualTo(1);
    }

    @Test
    void a_batch_publishes_the_patients_that_it_affects() {
        projector.apply(journey());
        assertThat(published).singleElement().isInstanceOfSatisfying(ViewsChanged.class, change -> assertThat(
                        change.positions())
                .containsEntry(EventLogBuilder.patient(1), 4L));
    }

    @Test
    void twenty_thousand_events_are_replayed_in_seconds() {
        for (int patient = 0; patient < 1000; patient++) {
            String visit = "V" + patient;
            log.register(
                    EventLogBuilder.patient(patient), "2026-03-01T08:00", "NOM" + patient, "Prénom", "7" + patient);
            log.add(
                    EventLogBuilder.patient(patient),
                    "2026-03-02T08:00",
                    EventLogBuilder.admitted(visit, visit + "a", "1050"));
            for (int step = 0; step < 17; step++) {
                log.add(
                        EventLogBuilder.patient(patient),
                        "2026-03-03T08:00",
                        EventLogBuilder.transferred(visit, visit + step, "20" + step));
            }
            log.add(
                    EventLogBuilder.patient(patient),
                    "2026-03-04T08:00",
                    EventLogBuilder.discharged(visit, visit + "z"));
        }
        List<Envelope> events = log.events();
        long start = System.nanoTime();
        for (int from = 0; from < events.size(); from += 2000) {
            projector.apply(events.subList(from, Math.min(from + 2000, events.size())));
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        System.out.println("replayed " + events.size() + " events in " + millis + " ms");
        assertThat(millis).isLessThan(30_000);
    }
}

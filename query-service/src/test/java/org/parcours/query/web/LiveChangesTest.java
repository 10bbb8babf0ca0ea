package org.parcours.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.PatientId;
import org.parcours.events.StepStatus;
import org.parcours.query.EventLogBuilder;

/** What an open page gets when its timeline changes. */
@Timeout(60)
class LiveChangesTest {

    private static final PatientId ANNE = EventLogBuilder.patient(1);
    private static final PatientId BRUNO = EventLogBuilder.patient(2);
    private static final PatientId CLAIRE = EventLogBuilder.patient(3);

    private final RunningQueryService service = new RunningQueryService();
    private final EventLogBuilder log = new EventLogBuilder();
    private int applied;

    @BeforeEach
    void start() {
        log.register(ANNE, "2026-03-01T08:00", "ARNAUD", "Anne", "1");
        log.register(BRUNO, "2026-03-01T08:01", "BLANC", "Bruno", "2");
        log.register(CLAIRE, "2026-03-01T08:02", "COLIN", "Claire", "3");
        log.add(ANNE, "2026-03-02T08:00", EventLogBuilder.admitted("V1", "1", "MED-1"));
        record(ANNE, "2026-03-02T09:00", "Premier soin");
        record(BRUNO, "2026-03-02T09:00", "Soin de Bruno");
        apply();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private EventId record(PatientId patient, String at, String title) {
        return log.add(
                patient,
                at,
                new StepRecorded(
                        "nursing",
                        Identifier.of("N", title),
                        StepStatus.DONE,
                        Optional.of(title),
                        Optional.empty(),
                        Map.of()));
    }

    private void apply() {
        List<Envelope> events = log.events();
        service.apply(new ArrayList<>(events.subList(applied, events.size())));
        applied = events.size();
    }

    /** The address from which the open page of a patient gets its changes. */
    private String changes(PatientId patient) {
        String page = service.get("/patients/" + patient + "?lang=en").body();
        return "/patients/" + patient + "?lang=en&changed=" + attribute(page, "data-changed") + "&shownAs="
                + attribute(page, "data-shown-as");
    }

    private static String attribute(String page, String name) {
        Matcher matcher = Pattern.compile(name + "=\"([^\"]*)\"").matcher(page);
        assertThat(matcher.find()).as(name).isTrue();
        return matcher.group(1);
    }

    private String changed(String address) {
        return service.get(address, "HX-Request", "true").body();
    }

    @Test
    void an_open_page_gets_the_changed_entries_alone_with_the_counts() {
        String address = changes(ANNE);
        record(ANNE, "2026-03-03T09:00", "Second soin");
        apply();

        String changed = changed(address);

        assertThat(changed)
                .contains("Second soin", "id=\"banner\"", "id=\"lanes\"", "id=\"above\"")
                .containsPattern("Care and logistics\\s*<small>2</small>")
                .doesNotContain("Premier soin", "id=\"live\"", "MED-1</dd></div>\n    <p class=\"when\"");
        assertThat(attribute(changed, "data-ids").split(" ")).hasSize(1);
        assertThat(changed(address + "&hide=care"))
                .as("an entry that the page does not list")
                .doesNotContain("Second soin")
                .contains("data-ids=\"" + attribute(changed, "data-ids"));
    }

    @Test
    void a_page_that_is_up_to_date_gets_no_entry() {
        assertThat(changed(changes(ANNE))).contains("id=\"changed\"").doesNotContain("data-ids", "id=\"live\"");
    }

    @Test
    void a_page_that_is_far_behind_or_of_another_record_is_loaded_anew() {
        String address = changes(ANNE);
        for (int i = 0; i < 40; i++) {
            record(ANNE, "2026-03-03T09:00", "Soin " + i);
        }
        apply();
        assertThat(changed(address)).contains("id=\"live\"", "Premier soin");

        String ofBruno = changes(BRUNO);
        log.add(ANNE, "2026-03-04T09:00", new PatientsMerged(List.of(), Optional.of(BRUNO)));
        apply();
        assertThat(changed(ofBruno)).contains("id=\"live\"", "ARNAUD", "merged");
    }

    @Test
    void one_stream_tells_of_which_patient_the_change_is() throws IOException {
        try (BufferedReader stream =
                service.stream("/patients/stream?patients=" + ANNE + ":" + applied + "," + CLAIRE + ":" + applied)) {
            assertThat(next(stream, "event:")).isEqualTo("event:state");
            record(BRUNO, "2026-03-03T09:00", "Autre");
            record(CLAIRE, "2026-03-03T09:00", "Soin de Claire");
            apply();
            assertThat(nextChange(stream)).contains(CLAIRE.toString(), "\"position\":" + applied);
            record(ANNE, "2026-03-03T09:30", "Soin d'Anne");
            apply();
            assertThat(nextChange(stream)).contains(ANNE.toString());
        }
    }

    @Test
    void a_stream_begins_with_what_the_browser_has_missed() throws IOException {
        long before = applied;
        record(ANNE, "2026-03-03T09:00", "Manqué");
        apply();
        try (BufferedReader stream =
                service.stream("/patients/stream?patients=" + BRUNO + ":" + before + "," + ANNE + ":" + before)) {
            assertThat(nextChange(stream)).contains(ANNE.toString());
        }
    }

    @Test
    void both_pages_hear_of_a_stay_that_moves_to_another_record() throws IOException {
        String ofAnne = changes(ANNE);
        try (BufferedReader stream =
                service.stream("/patients/stream?patients=" + ANNE + ":" + applied + "," + CLAIRE + ":" + applied)) {
            log.add(
                    CLAIRE,
                    "2026-03-04T09:00",
                    new StayReassigned(EventLogBuilder.visit("V1"), List.of(), Optional.of(ANNE)));
            apply();
            assertThat(nextChange(stream) + nextChange(stream)).contains(ANNE.toString(), CLAIRE.toString());
        }
        assertThat(changed(ofAnne)).contains("id=\"live\"").doesNotContain("MED-1");
    }

    @Test
    void a_stream_with_a_wrong_patient_is_refused() {
        assertThat(service.get("/patients/stream?patients=x").statusCode()).isEqualTo(400);
    }

    private static String nextChange(BufferedReader stream) throws IOException {
        next(stream, "event:change");
        return next(stream, "data:");
    }

    private static String next(BufferedReader lines, String start) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(start)) {
                return line;
            }
        }
        throw new AssertionError("The stream ended without " + start);
    }
}

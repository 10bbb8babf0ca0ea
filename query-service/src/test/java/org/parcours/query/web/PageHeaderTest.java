package org.parcours.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parcours.events.Envelope;
import org.parcours.query.DemoLog;
import org.parcours.query.views.ProjectionStatus;

/** The header of the pages: a single head element, and the projection status. */
@Timeout(60)
class PageHeaderTest {

    private static final List<Envelope> LOG = DemoLog.events();
    private static final List<String> PAGES = List.of(
            "/", "/patients/" + DemoLog.SOPHIE, "/patients/" + DemoLog.SOPHIE + "/journal", "/an/address/of/nothing");
    private static final RunningQueryService SERVICE = new RunningQueryService();

    private static final String NEWEST = DateTimeFormatter.ofPattern("HH:mm")
            .format(LOG.getLast().recordedAt().atZone(ZoneId.of("Europe/Paris")));

    static {
        SERVICE.apply(LOG);
    }

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @ParameterizedTest
    @CsvSource({
        "LIVE,À jour,Up to date",
        "CATCHING_UP,Rattrapage en cours,Catching up",
        "WAITING,Mises à jour interrompues,Updates interrupted",
        "STOPPED,Mises à jour arrêtées,Updates stopped"
    })
    void every_page_shows_the_projection_status_and_the_time_of_the_newest_event(
            ProjectionStatus.State state, String french, String english) {
        SERVICE.setState(state);

        for (String page : PAGES) {
            assertThat(SERVICE.page(page + "?lang=fr").body())
                    .as(page)
                    .contains(">" + french + "<")
                    .containsPattern("dernier événement : (24 nov\\. )?" + NEWEST);
            assertThat(SERVICE.page(page + "?lang=en").body())
                    .as(page)
                    .contains(">" + english + "<")
                    .containsPattern("last event: (24 Nov )?" + NEWEST);
        }
    }

    @Test
    void a_stream_sends_the_projection_status_first_and_at_each_change() throws IOException {
        SERVICE.setState(ProjectionStatus.State.LIVE);
        try (BufferedReader stream = SERVICE.stream("/patients/stream", "Accept-Language", "en")) {
            assertThat(state(stream)).isEqualTo("live Up to date");
            SERVICE.setState(ProjectionStatus.State.WAITING);

            String state = state(stream);
            while (state.startsWith("live")) {
                state = state(stream);
            }
            assertThat(state).isEqualTo("waiting Updates interrupted");
        }
    }

    @Test
    void a_page_says_how_far_the_views_are_behind_unless_they_are_up_to_date() {
        try (RunningQueryService behind = new RunningQueryService()) {
            behind.apply(LOG);
            behind.setState(ProjectionStatus.State.CATCHING_UP);
            assertThat(behind.page("/?lang=fr").body()).containsPattern("· retard : \\d+");
            assertThat(behind.page("/?lang=en").body()).containsPattern("· \\d+ \\S+ behind");

            behind.setState(ProjectionStatus.State.LIVE);
            assertThat(behind.page("/?lang=en").body()).doesNotContain("behind<");
        }
    }

    @Test
    void the_list_of_patients_does_not_claim_to_be_empty_while_the_views_are_behind() {
        try (RunningQueryService empty = new RunningQueryService()) {
            empty.setState(ProjectionStatus.State.CATCHING_UP);
            assertThat(empty.page("/?lang=en").body())
                    .contains("not up to date yet")
                    .doesNotContain("Nothing has been received yet");

            empty.setState(ProjectionStatus.State.LIVE);
            assertThat(empty.page("/?lang=en").body()).contains("Nothing has been received yet");
        }
    }

    @Test
    void a_page_has_a_single_head_with_a_single_title() {
        for (String page : PAGES) {
            String html = SERVICE.page(page).body();
            for (String element : List.of("<head[ >]", "<title>", "<body[ >]", "<main[ >]")) {
                assertThat(Pattern.compile(element).matcher(html).results())
                        .as(page + " " + element)
                        .hasSize(1);
            }
        }
    }

    private static String state(BufferedReader stream) throws IOException {
        for (String line = stream.readLine(); line != null; line = stream.readLine()) {
            if (line.startsWith("data:{")) {
                String json = line.substring("data:".length());
                return JsonPath.read(json, "$.state") + " " + JsonPath.read(json, "$.label");
            }
        }
        throw new AssertionError("The stream ended");
    }
}

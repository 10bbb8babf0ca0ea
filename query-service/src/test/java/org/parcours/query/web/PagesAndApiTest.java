package org.parcours.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.parcours.events.Envelope;
import org.parcours.events.PatientId;
import org.parcours.query.DemoLog;
import org.parcours.query.timeline.OpenStreamCounter;

/** The pages and the API, over HTTP and with a database. */
@Timeout(60)
class PagesAndApiTest {

    private static final Pattern INLINE =
            Pattern.compile("<style|style=|<script(?![^>]* src=)|\\son[a-z]+=|javascript:");
    private static final Pattern EXTERNAL = Pattern.compile("(?:src|href|action)=\"(?:https?:)?//");

    private static final List<Envelope> LOG = DemoLog.events();
    private static final int HELD_BACK = 1;
    private static RunningQueryService service;

    @BeforeAll
    static void start() {
        service = new RunningQueryService();
        service.apply(LOG.subList(0, LOG.size() - HELD_BACK));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static HttpResponse<String> get(String path, String... headers) {
        return service.get(path, headers);
    }

    private static <T> T json(HttpResponse<String> response, String path) {
        return JsonPath.read(response.body(), path);
    }

    @Test
    void a_patient_is_found_by_visit_number() {
        for (String q : List.of("261103", "2611", "261103%20jean")) {
            assertThat(JsonPath.<List<String>>read(get("/api/patients?q=" + q).body(), "$[*].name.family"))
                    .as(q)
                    .contains("DE LA ROCHE");
        }
        assertThat(get("/api/patients?q=261103%20zoe").body()).isEqualTo("[]");
    }

    @Test
    void a_patient_is_found_by_birth_date() {
        String iso = JsonPath.<List<String>>read(get("/api/patients?q=8000417").body(), "$[*].birthDate")
                .getFirst();
        String[] part = iso.split("-");
        for (String q : List.of(iso, part[2] + "/" + part[1] + "/" + part[0], "martin%20" + iso)) {
            assertThat(JsonPath.<List<String>>read(get("/api/patients?q=" + q).body(), "$[*].id"))
                    .as(q)
                    .contains(DemoLog.SOPHIE.toString());
        }
        assertThat(get("/api/patients?q=martin%2001/01/1901").body()).isEqualTo("[]");
    }

    private static String timeline(PatientId patient) {
        return "/api/patients/" + patient + "/timeline";
    }

    @Test
    void a_patient_is_found_by_a_name_prefix_without_accents() {
        for (String q : List.of("martin", "MART%20sop", "lefev", "8000417")) {
            assertThat(JsonPath.<List<String>>read(get("/api/patients?q=" + q).body(), "$[*].id"))
                    .as(q)
                    .contains(DemoLog.SOPHIE.toString());
        }
        assertThat(JsonPath.<List<String>>read(get("/api/patients?q=oeuv").body(), "$[*].name.family"))
                .containsExactly("ŒUVRARD");
        assertThat(get("/api/patients?q=xyz").body()).isEqualTo("[]");
    }

    @Test
    void a_patient_is_found_by_identifier_and_that_of_a_merged_record_finds_the_survivor() {
        assertThat(JsonPath.<List<String>>read(
                        get("/api/patients?identifier=urn:oid:1.2.250.1.71.4.2.2%7C8000999001")
                                .body(),
                        "$[*].id"))
                .containsExactly(DemoLog.SOPHIE.toString());
        assertThat(get("/api/patients?identifier=other%7C8000999001").body()).isEqualTo("[]");
    }

    @Test
    void a_timeline_has_the_fields_of_the_contract() {
        HttpResponse<String> response = get(timeline(DemoLog.SOPHIE));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(JsonPath.<Map<String, Object>>read(response.body(), "$"))
                .containsKeys("patient", "stays", "entries", "anomalies", "position");
        assertThat(JsonPath.<Map<String, Object>>read(response.body(), "$.entries[0]"))
                .containsKeys(
                        "step",
                        "kind",
                        "label",
                        "status",
                        "start",
                        "end",
                        "occurredAt",
                        "recordedAt",
                        "source",
                        "late",
                        "corrected",
                        "history");
        assertThat(JsonPath.<List<String>>read(response.body(), "$.entries[*].status"))
                .isSubsetOf("planned", "in-progress", "done", "cancelled");
        assertThat(JsonPath.<List<String>>read(response.body(), "$.anomalies[*].code"))
                .containsExactly("DISCHARGE_WITHOUT_ADMISSION");
    }

    @Test
    void labels_are_in_the_requested_language() {
        assertThat(JsonPath.<List<String>>read(
                        get(timeline(DemoLog.SOPHIE), "Accept-Language", "en").body(),
                        "$.entries[?(@.kind=='admission')].label"))
                .containsExactly("Admission");
        assertThat(JsonPath.<List<String>>read(
                        get(timeline(DemoLog.SOPHIE), "Accept-Language", "fr-FR,en;q=0.5")
                                .body(),
                        "$.entries[?(@.kind=='admission')].label"))
                .containsExactly("Entrée");
    }

    @Test
    void the_page_marks_an_entry_as_corrected_exactly_where_the_api_does() {
        List<Map<String, Object>> entries =
                JsonPath.read(get(timeline(DemoLog.SOPHIE)).body(), "$.entries");
        String[] shown = get("/patients/" + DemoLog.SOPHIE).body().split("<li id=\"e-");
        assertThat(entries)
                .anySatisfy(entry -> assertThat(entry.get("corrected")).isEqualTo(true));
        for (Map<String, Object> entry : entries) {
            assertThat(shown)
                    .filteredOn(html -> html.startsWith(entry.get("id") + "\""))
                    .singleElement()
                    .asString()
                    .matches(html -> html.contains("class=\"mark corrected\"") == (boolean) entry.get("corrected"));
        }
    }

    @Test
    void the_lanes_parameter_filters_the_entries() {
        assertThat(JsonPath.<List<String>>read(
                        get(timeline(DemoLog.SOPHIE) + "?lanes=exam,imaging").body(), "$.entries[*].lane"))
                .containsOnly("exam", "imaging");
    }

    @Test
    void a_past_state_is_replayed_from_the_journal() {
        HttpResponse<String> asOf = get(timeline(DemoLog.SOPHIE) + "?asOf=2026-11-21T10:00:00%2B01:00");
        assertThat(JsonPath.<List<String>>read(asOf.body(), "$.stays[?(@.status=='in-progress')].unit"))
                .containsExactly("BLOC-A");
        HttpResponse<String> knownAt = get(timeline(DemoLog.SOPHIE) + "?knownAt=2026-11-21T20:00:00%2B01:00");
        assertThat(JsonPath.<List<String>>read(knownAt.body(), "$.stays[?(@.visitNumber=='2611004512')].unit"))
                .containsExactly("ORTHO-2");
    }

    @Test
    void the_timeline_of_a_merged_patient_is_that_of_the_survivor() {
        HttpResponse<String> response = get(timeline(DemoLog.ABSORBED));
        assertThat(PagesAndApiTest.<String>json(response, "$.patient.id")).isEqualTo(DemoLog.SOPHIE.toString());
        assertThat(PagesAndApiTest.<String>json(response, "$.askedFor")).isEqualTo(DemoLog.ABSORBED.toString());
        assertThat(get("/patients/" + DemoLog.ABSORBED + "?lang=fr").body()).contains("Ce dossier a été fusionné");
    }

    @Test
    void an_invalid_request_names_the_parameter() {
        for (String[] bad : new String[][] {
            {timeline(DemoLog.SOPHIE) + "?asOf=yesterday", "asOf"},
            {timeline(DemoLog.SOPHIE) + "?knownAt=2026-13-01T00:00:00Z", "knownAt"},
            {timeline(DemoLog.SOPHIE) + "?lanes=nowhere", "lanes"},
            {"/api/patients/not-a-uuid", "id"},
            {"/api/patients?identifier=novalue", "identifier"},
            {"/api/patients", "q"}
        }) {
            HttpResponse<String> response = get(bad[0]);
            assertThat(response.statusCode()).as(bad[0]).isEqualTo(400);
            assertThat(response.headers().firstValue("Content-Type").orElse("")).contains("application/problem+json");
            assertThat(PagesAndApiTest.<String>json(response, "$.parameter")).isEqualTo(bad[1]);
        }
    }

    @Test
    void an_unknown_patient_is_not_found() {
        String unknown = "/00000000-0000-4000-8000-000000000000";
        for (String path : List.of("/timeline", "/timeline?asOf=2026-01-01", "/journal", "/timeline/stream", "")) {
            HttpResponse<String> response = get("/api/patients" + unknown + path);
            assertThat(response.statusCode()).as(path).isEqualTo(404);
            assertThat(response.headers().firstValue("Content-Type").orElse("")).contains("application/problem+json");
        }
    }

    @Test
    void the_journal_returns_complete_events_in_log_order() {
        HttpResponse<String> response = get("/api/patients/" + DemoLog.SOPHIE + "/journal");
        List<Integer> positions = JsonPath.read(response.body(), "$[*].position");
        assertThat(positions).isSorted().hasSizeGreaterThan(40);
        assertThat(JsonPath.<List<String>>read(response.body(), "$[*].subject"))
                .contains(DemoLog.SOPHIE.toString(), DemoLog.ABSORBED.toString());
        assertThat(get("/patients/" + DemoLog.SOPHIE + "/journal?lang=fr").body())
                .contains("Lettre de liaison remise");
    }

    @Test
    void pages_have_no_inline_script_or_style_and_no_external_content() {
        for (String path : List.of(
                "/", "/patients/" + DemoLog.SOPHIE, "/patients/" + DemoLog.SOPHIE + "/journal", "/patients/unknown")) {
            HttpResponse<String> response = service.page(path);
            assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'self'")
                    .doesNotContain("unsafe");
            String html = response.body().replaceAll("<pre[^>]*>[^<]*</pre>", "");
            assertThat(INLINE.matcher(html).results().map(m -> m.group()).toList())
                    .as(path)
                    .isEmpty();
            assertThat(EXTERNAL.matcher(html).find()).as(path).isFalse();
        }
    }

    @Test
    void pages_are_in_french_or_english() {
        String french = get("/patients/" + DemoLog.SOPHIE + "?lang=fr").body();
        String english = get("/patients/" + DemoLog.SOPHIE + "?lang=en").body();
        assertThat(french)
                .contains("<html lang=\"fr\"", "Séjour en cours", "Reçu 3 h 20 après", "Ressaisi après une panne");
        assertThat(english)
                .contains("<html lang=\"en\"", "Current stay", "Reported 3 h 20 later", "Back-entry after an outage");
        assertThat(french + english).doesNotContain("??");
        assertThat(get("/", "Accept-Language", "de").body()).contains("<html lang=\"en\"");
        assertThat(get("/").body()).contains("<html lang=\"fr\"");
        assertThat(get("/?lang=en").headers().firstValue("Set-Cookie").orElse(""))
                .startsWith("lang=en");
        assertThat(get("/", "Cookie", "lang=en").body()).contains("<html lang=\"en\"");
    }

    @Test
    void htmx_gets_only_the_fragments_that_change() {
        String part = get("/patients/" + DemoLog.SOPHIE, "HX-Request", "true").body();
        assertThat(part).contains("id=\"live\"", "hx-swap-oob=\"true\"").doesNotContain("<html", "<form");
    }

    @Test
    void a_browser_that_goes_back_gets_the_complete_page() {
        String path = "/patients/" + DemoLog.SOPHIE + "?hide=exam";
        assertThat(get(path, "HX-Request", "true", "HX-History-Restore-Request", "true")
                        .body())
                .contains("<html", "<form", "MARTIN Sophie");
    }

    @Test
    void a_hidden_lane_is_counted_and_an_alert_links_to_the_page_of_its_entry() {
        String page = get("/patients/" + DemoLog.SOPHIE + "?hide=stay&hide=exam&hide=none&lang=en")
                .body();
        assertThat(page)
                .contains("class=\"entry lane-imaging")
                .doesNotContain("class=\"entry lane-exam", "class=\"entry lane-stay", "hide=none")
                .containsPattern("value=\"exam\"[^>]* checked")
                .containsPattern("href=\"/patients/" + DemoLog.SOPHIE + "/entries/[0-9a-f-]+\">Discharge without");
    }

    @Test
    void a_name_with_markup_is_shown_as_text() {
        assertThat(get("/patients/" + DemoLog.HARMFUL + "?lang=fr").body())
                .contains("&lt;script&gt;")
                .doesNotContain("<script>alert");
    }

    @Test
    void a_step_that_cannot_be_shown_is_marked_and_the_others_are_shown() {
        HttpResponse<String> page = get("/patients/" + DemoLog.UNSHOWABLE + "?lang=fr");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Affichage impossible : lire le journal", "9999", "URG");
        assertThat(get("/patients/" + DemoLog.UNSHOWABLE + "/journal?lang=fr").statusCode())
                .isEqualTo(200);
        assertThat(JsonPath.<List<String>>read(get(timeline(DemoLog.UNSHOWABLE)).body(), "$.anomalies[*].code"))
                .containsExactly("CANNOT_BE_SHOWN");
    }

    @Test
    void a_page_does_not_grow_with_the_patient_and_older_entries_follow() {
        String path = "/patients/" + DemoLog.CROWDED;
        int shown = 0;
        for (int page = 0; !path.isEmpty(); page++) {
            String body = (page == 0 ? get(path) : get(path, "HX-Request", "true")).body();
            assertThat(body.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(150_000);
            shown += body.split("class=\"entry ", -1).length - 1;
            Matcher more = Pattern.compile("class=\"more-entries\">\\s*<a href=\"([^\"]+)\"")
                    .matcher(body);
            path = more.find() ? more.group(1).replace("&amp;", "&") : "";
        }

        HttpResponse<String> api = get(timeline(DemoLog.CROWDED));
        assertThat(shown).isGreaterThan(500).isEqualTo((int) json(api, "$.count"));
        assertThat((List<?>) json(api, "$.entries")).hasSize(50);
        assertThat((String) json(api, "$.next")).isNotBlank();
    }

    @Test
    void a_stream_sends_the_new_position_and_heartbeats() throws Exception {
        try (BufferedReader lines = service.stream(timeline(LOG.getLast().subject()) + "/stream")) {
            assertThat(until(lines, "event:")).isEqualTo("event:state");
            assertThat(until(lines, "event:")).isEqualTo("event:state");
            service.apply(LOG);
            assertThat(until(lines, "id:")).isEqualTo("id:" + LOG.size());
            assertThat(until(lines, "event:")).isEqualTo("event:change");
            assertThat(until(lines, "data:")).isEqualTo("data:" + LOG.size());
        }
    }

    @Test
    void a_client_that_reconnects_gets_a_change_event_for_what_it_missed() throws Exception {
        try (BufferedReader lines = service.stream(timeline(DemoLog.SOPHIE) + "/stream", "Last-Event-ID", "3")) {
            assertThat(until(lines, "event:change")).isNotNull();
        }
    }

    @Test
    void streams_of_disconnected_clients_are_closed() throws Exception {
        try (BufferedReader lines = service.stream("/patients/stream")) {
            assertThat(until(lines, "event:")).isNotNull();
            assertThat(OpenStreamCounter.count(service.context)).isPositive();
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> OpenStreamCounter.count(service.context) == 0);
    }

    @Test
    void health_metrics_and_api_description_are_available() {
        assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/health/readiness").statusCode())
                .as("pages are available and show that they are behind")
                .isEqualTo(200);
        assertThat(get("/actuator/health").statusCode()).as("without Kafka").isEqualTo(503);
        assertThat(get("/actuator/prometheus").body())
                .contains("parcours_projection_position", "parcours_views_entries_failed_total");
        assertThat(get("/v3/api-docs").body()).contains("/api/patients/{id}/timeline");
    }

    private static String until(BufferedReader lines, String start) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith(start)) {
                return line;
            }
        }
        throw new AssertionError("The stream ended without " + start);
    }
}

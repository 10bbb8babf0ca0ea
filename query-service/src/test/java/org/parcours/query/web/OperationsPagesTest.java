package org.parcours.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The operations pages against the HTTP contract of command-service: paths, field names, states and outcomes. */
@Timeout(60)
class OperationsPagesTest {

    private static final String ID = "0195a000-0000-7000-8000-000000000001";
    private static final String OTHER = "0195a000-0000-7000-8000-000000000002";

    private static final String MESSAGE = """
            {"id": "%s", "receivedAt": "2026-03-01T09:00:00Z", "feed": "hl7v2", "sender": "LABO", "code": "PARC-0303",
             "field": "PID-3", "reason": "no identifier of the patient", "state": "open", "deliveries": 3,
             "lastReceivedAt": "2026-03-01T10:00:00Z"}""".formatted(ID);

    private static final String APPLICATION = """
            {"name": "KINÉ/1", "configured": true, "feeds": ["rest"], "state": "no-baseline",
             "lastReceivedAt": "2026-03-01T09:00:00Z", "messagesPerMinute": 1.5,
             "last24Hours": {"recorded": 210, "duplicate": 1, "unsupported": 2, "rejected": 17, "unavailable": 3, "late": 4},
             "quarantined": 5}""";

    private final Map<String, String> responses = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer command;
    private RunningQueryService service;

    @BeforeEach
    void start() throws IOException {
        command = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        command.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getRawPath();
            requests.add(exchange.getRequestMethod() + " " + path + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] body = responses.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        command.start();
        service = new RunningQueryService("--parcours.command.url=http://127.0.0.1:"
                + command.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        service.close();
        command.stop(0);
    }

    @Test
    void the_list_of_applications_shows_state_and_counts() {
        responses.put("/api/applications", "[" + APPLICATION + "]");

        String page = service.page("/applications?lang=en").body();

        assertThat(page)
                .contains("1 without baseline", "no baseline", "app no-baseline", "#app-no-baseline", "KINÉ/1")
                .contains(">210<", ">17<", ">4<", ">5<", ">1.5<");
        assertThat(service.page("/applications?lang=fr").body()).contains("1 sans référence");
    }

    @Test
    void every_state_of_an_application_has_a_label_and_an_icon() {
        for (String state : List.of("active", "quiet", "silent", "never-seen", "no-baseline")) {
            responses.put("/api/applications", "[" + APPLICATION.replace("no-baseline", state) + "]");
            assertThat(service.page("/applications?lang=fr").body()).doesNotContain("??");
            assertThat(service.get("/icons.svg").body()).contains("id=\"app-" + state + "\"");
        }
    }

    @Test
    void an_application_is_requested_with_its_name_percent_encoded() {
        responses.put("/api/applications/KIN%C3%89%2F1", """
                {"application": %s,
                 "hours": [{"start": "2026-03-01T09:00:00Z", "feed": "rest", "counts":
                   {"recorded": 1, "duplicate": 2, "unsupported": 3, "rejected": 4, "unavailable": 5, "late": 6}}],
                 "recentMessages": [
                   {"receivedAt": "2026-03-01T09:00:00Z", "feed": "rest", "outcome": "unsupported", "late": false,
                    "firstEvent": "", "messageId": "M1", "code": "PARC-0208", "field": "MSH-9"},
                   {"receivedAt": "2026-03-01T09:01:00Z", "feed": "rest", "outcome": "recorded", "late": true,
                    "firstEvent": "StepRecorded", "messageId": "M2", "code": "", "field": ""}],
                 "unreadFields": []}""".formatted(APPLICATION));

        String page =
                service.page("/applications/one?name=KIN%C3%89%2F1&lang=en").body();

        assertThat(page).contains("<h1>KINÉ/1</h1>", "unsupported", "PARC-0208 MSH-9", "Step recorded", ">15<");
        assertThat(service.page("/applications/one?name=nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void an_application_shows_which_of_its_fields_are_not_read() {
        responses.put("/api/applications/LABO", """
                {"application": %s, "hours": [], "recentMessages": [], "unreadFields": [
                   {"path": "NTE-3", "messages": 7, "firstReceivedAt": "2026-03-01T08:00:00Z",
                    "lastReceivedAt": "2026-03-01T09:00:00Z", "exampleMessageId": "<M1>", "canChangeMeaning": true},
                   {"path": "ZPI-2", "messages": 1234, "firstReceivedAt": "2026-03-01T08:00:00Z",
                    "lastReceivedAt": "2026-03-01T09:00:00Z", "exampleMessageId": "M2", "canChangeMeaning": false}]}""".formatted(APPLICATION));

        String english = service.page("/applications/one?name=LABO&lang=en").body();
        String french = service.page("/applications/one?name=LABO&lang=fr").body();

        assertThat(english)
                .contains("What we do not read from this sender", ">NTE-3<", ">7<", "&lt;M1&gt;", ">ZPI-2<")
                .containsOnlyOnce("can change the meaning</small>");
        assertThat(french)
                .contains("Ce que nous ne lisons pas de cette application", "peut changer le sens", "d&#39;origine")
                .doesNotContain("??");
    }

    @Test
    void the_quarantine_lists_groups_and_messages_of_a_state() {
        responses.put("/api/quarantine/groups", """
                [{"sender": "LABO", "code": "PARC-0303", "field": "PID-3", "messages": 2, "deliveries": 7,
                  "firstReceivedAt": "2026-03-01T09:00:00Z", "lastReceivedAt": "2026-03-02T09:00:00Z"}]""");
        responses.put("/api/quarantine/search", "{\"messages\": [%s], \"next\": null}".formatted(MESSAGE));

        String page = service.page("/quarantine?state=unsupported&lang=fr").body();

        assertThat(page)
                .contains(
                        "(reçu 7 fois)",
                        "(reçu 3 fois)",
                        "aucun identifiant du patient",
                        "no identifier of the patient");
        assertThat(requests).anySatisfy(request -> assertThat(request)
                .startsWith("POST /api/quarantine/search")
                .contains("\"state\":\"unsupported\""));
    }

    @Test
    void a_quarantined_message_is_shown_with_its_field() {
        responses.put("/api/quarantine/" + ID, """
                {"message": %s, "contentType": "x-application/hl7-v2+er7", "raw": "", "correctionOf": "%s",
                 "submittedBy": "Zoé Hervé", "resubmission": null, "submitted": null}""".formatted(MESSAGE, OTHER));
        responses.put("/api/quarantine/" + ID + "/text", """
                {"text": "PID|1||^^^X", "charset": "ISO-8859-1", "complete": true, "fieldRange": {"start": 7, "end": 11}}""");

        assertThat(service.page("/quarantine/" + ID + "?lang=en").body())
                .contains(
                        "<mark id=\"field\">^^^X</mark>",
                        "Character set: ISO-8859-1",
                        "attempted correction by Zoé Hervé")
                .contains("<textarea");
    }

    @Test
    void the_result_of_a_correction_is_shown_on_the_page_of_the_message() throws Exception {
        assertThat(correct("{\"id\": \"%s\", \"status\": \"recorded\"}".formatted(ID)))
                .isEqualTo("/quarantine/" + ID + "?done=recorded");
        assertThat(correct("{\"id\": \"%s\", \"status\": \"rejected\", \"quarantine\": \"%s\"}".formatted(ID, OTHER)))
                .isEqualTo("/quarantine/" + OTHER + "?done=rejected");
        assertThat(correct("{\"id\": \"%s\", \"status\": \"already-resubmitted\", \"by\": \"A\"}".formatted(ID)))
                .isEqualTo("/quarantine/" + ID + "?done=already-resubmitted");
        assertThat(correct("{\"id\": \"%s\", \"status\": \"unavailable\"}".formatted(ID)))
                .isEqualTo("/quarantine/" + ID + "?done=unavailable");
    }

    @Test
    void the_results_of_a_bulk_resubmission_are_listed() throws Exception {
        responses.put("/api/quarantine/resubmit", """
                {"results": [{"id": "%1$s", "status": "duplicate"},
                             {"id": "%2$s", "status": "rejected", "code": "PARC-0303", "field": "PID-3",
                              "reason": "no identifier of the patient", "quarantine": "%2$s"}], "more": true}""".formatted(ID, OTHER));

        String page = post("/quarantine/resubmit?lang=en", "by=Z&sender=LABO&code=PARC-0303&field=PID-3")
                .body();

        assertThat(page)
                .contains("2 messages resubmitted", "Duplicate: recorded before.", "Rejected again", "PARC-0303 PID-3")
                .contains("More messages remain.");
    }

    private String correct(String response) throws Exception {
        responses.put("/api/quarantine/" + ID + "/correct", response);
        return post("/quarantine/" + ID + "/correct", "by=Z&text=MSH")
                .headers()
                .firstValue("Location")
                .orElseThrow()
                .replaceFirst("^http://[^/]+", "");
    }

    private HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI address = service.address.resolve(path);
            return http.send(
                    HttpRequest.newBuilder(address)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .header("Accept", "text/html")
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}

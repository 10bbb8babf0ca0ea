package org.parcours.standalone.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The quarantine pages without JavaScript: from a rejected message to the patient's timeline. */
class QuarantinePagesTest {

    private static final Pattern ID = Pattern.compile("/quarantine/([0-9a-f-]{36})\"");
    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir
    private static Path data;

    private static EmbeddedParcours parcours;

    @BeforeAll
    static void open() {
        parcours = EmbeddedParcours.open(data);
    }

    @AfterAll
    static void close() {
        parcours.close();
    }

    /** An ADT^A01 in ISO 8859-1 whose segments end with CR; it is rejected where {@code number} is empty. */
    private static byte[] admission(String application, String id, String number) {
        return ("MSH|^~\\&|" + application + "|CHU|PARCOURS|CHU|20260301101500||ADT^A01|" + id
                        + "|P|2.5||||||8859/1\r"
                        + "PID|1||" + number
                        + "^^^&2.999.10.1&ISO^PI||DUPRÉ^ANNE^^^^^D\rPV1|1|I|CARDIO|||||||||||||||| V"
                        + id + "^^^&2.999.10.2&ISO^VN\r")
                .getBytes(ISO_8859_1);
    }

    @Test
    void a_rejected_message_is_found_and_corrected_and_recorded_once() {
        send(admission("GAM", "Q1", ""), "AE");
        String id = onlyMessageId(search("Q1"));

        String page = page("/quarantine/" + id + "?lang=en");
        assertThat(page)
                .contains(
                        "PARC-0303",
                        "<mark id=\"field\">^^^&amp;2.999.10.1&amp;ISO^PI</mark>",
                        "Character set: ISO-8859-1");
        assertThat(page("/quarantine/" + id + "?lang=fr"))
                .as("in French, and as acknowledged to the sender")
                .contains("aucun identifiant du patient", "<dd lang=\"en\">no identifier of the patient</dd>");
        String text = textarea(page);
        assertThat(text).contains("DUPRÉ");

        String corrected = withFormLineEndings(text.replace("PID|1||^^^", "PID|1||123^^^"));
        assertThat(correct(id, corrected)).isEqualTo("/quarantine/" + id + "?done=recorded");
        assertThat(correct(id, corrected)).isEqualTo("/quarantine/" + id + "?done=duplicate");

        parcours.awaitViews();
        JsonNode patient = parcours.patient("urn:oid:2.999.10.1", "123");
        assertThat(patient.at("/name/family").asString()).isEqualTo("DUPRÉ");
        List<JsonNode> events = parcours.readLog().stream()
                .filter(event -> event.at("/data/reporter/messageId").asString().equals("Q1"))
                .toList();
        assertThat(events).isNotEmpty().allSatisfy(event -> {
            assertThat(event.at("/data/reporter/resubmitted/by").asString()).isEqualTo("Zoé Hervé");
            assertThat(event.at("/data/reporter/resubmitted/quarantine").asString())
                    .isEqualTo(id);
            assertThat(event.at("/data/reporter/raw").isMissingNode())
                    .as("the quarantine stores the resubmitted bytes")
                    .isTrue();
        });
        JsonNode message = json(parcours.get(parcours.commandAddress, "/api/quarantine/" + id));
        assertThat(Base64.getDecoder().decode(message.at("/submitted/raw").asString()))
                .as("in the encoding and with the line endings of the original")
                .isEqualTo(admission("GAM", "Q1", "123"));
        assertThat(page("/quarantine/" + id + "?lang=fr"))
                .contains("soumis à nouveau par Zoé Hervé")
                .doesNotContain("<textarea");
    }

    @Test
    void a_correction_that_is_rejected_is_shown_with_its_reason_and_can_be_corrected_again() {
        send(admission("GAM", "Q2", ""), "AE");
        String id = onlyMessageId(search("Q2"));
        String withoutMessageId =
                withFormLineEndings(textarea(page("/quarantine/" + id)).replace("|Q2|", "||"));

        String attempt = correct(id, withoutMessageId);

        assertThat(attempt)
                .startsWith("/quarantine/")
                .endsWith("?done=rejected")
                .doesNotContain(id);
        assertThat(page(attempt + "&lang=en"))
                .contains("PARC-0301", "Rejected again", "attempted correction by Zoé Hervé", "/quarantine/" + id);
        String corrected = withFormLineEndings(
                textarea(page(attempt)).replace("||P|2.5", "|Q2|P|2.5").replace("PID|1||^^^", "PID|1||124^^^"));
        assertThat(correct(attempt.substring(12, 48), corrected)).isEqualTo("/quarantine/" + id + "?done=recorded");
        assertThat(page(attempt + "&lang=en")).contains("another correction of the original was recorded");
    }

    @Test
    void messages_rejected_for_one_reason_are_grouped_and_resubmitted_together() {
        send(admission("CHIRURGIE", "Q3", ""), "AE");
        send(admission("CHIRURGIE", "Q4", ""), "AE");

        assertThat(page("/quarantine?lang=en"))
                .contains("/quarantine?sender=CHIRURGIE&amp;code=PARC-0303&amp;field=PID-3");
        assertThat(page("/quarantine?sender=CHIRURGIE&code=PARC-0303&field=PID-3&lang=en"))
                .contains("Resubmit the whole group");
        HttpResponse<String> response = parcours.post(
                parcours.queryAddress,
                "/quarantine/resubmit?lang=fr",
                FORM,
                form(Map.of("by", "Zoé Hervé", "sender", "CHIRURGIE", "code", "PARC-0303", "field", "PID-3")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("2 messages soumis", "PARC-0303 PID-3", "Rejeté de nouveau")
                .contains("aucun identifiant du patient", "<small lang=\"en\">no identifier of the patient</small>");
    }

    @Test
    void a_search_text_never_appears_in_a_url() {
        assertThat(search("DUPRÉ")).contains("method=\"post\"").doesNotContain("?q=", "&amp;q=");
        assertThat(parcours.get(parcours.queryAddress, "/quarantine/search?q=DUPRE")
                        .statusCode())
                .isGreaterThanOrEqualTo(400);
    }

    @Test
    void an_unknown_message_is_not_found() {
        assertThat(parcours.get(parcours.queryAddress, "/quarantine/00000000-0000-4000-8000-000000000000")
                        .statusCode())
                .isEqualTo(404);
    }

    private static void send(byte[] message, String expectedCode) {
        try (MllpClient client = parcours.openMllpClient()) {
            assertThat(client.send(message)).isEqualTo(expectedCode);
        }
    }

    private static String search(String text) {
        HttpResponse<String> matches =
                parcours.post(parcours.queryAddress, "/quarantine/search?lang=en", FORM, form(Map.of("q", text)));
        assertThat(matches.statusCode()).isEqualTo(200);
        return matches.body();
    }

    private static String onlyMessageId(String page) {
        return ID.matcher(page)
                .results()
                .map(matches -> matches.group(1))
                .distinct()
                .reduce((a, b) -> {
                    throw new AssertionError("One message expected, found " + a + " and " + b);
                })
                .orElseThrow();
    }

    private static String page(String path) {
        HttpResponse<String> page = parcours.get(parcours.queryAddress, path);
        assertThat(page.statusCode()).as(path).isEqualTo(200);
        return page.body();
    }

    /** Submits a correction and returns the redirect location. */
    private static String correct(String id, String text) {
        HttpResponse<String> expectedCode = parcours.post(
                parcours.queryAddress,
                "/quarantine/" + id + "/correct",
                FORM,
                form(Map.of("by", "Zoé Hervé", "text", text)));
        assertThat(expectedCode.statusCode()).isEqualTo(302);
        return expectedCode.headers().firstValue("Location").orElseThrow().replaceFirst("^http://[^/]+", "");
    }

    /** The text of the textarea, as a browser reads it. */
    private static String textarea(String page) {
        return Pattern.compile("<textarea[^>]*>\\R?(.*?)</textarea>", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map((MatchResult matches) -> matches.group(1))
                .map(text -> text.replace("&amp;", "&").replaceAll("\\r\\n|\\r", "\n"))
                .findFirst()
                .orElseThrow();
    }

    private static String withFormLineEndings(String text) {
        return text.replace("\n", "\r\n");
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }
}

package org.parcours.standalone.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The documents of a patient's entries, from the message that brings them to the browser. */
class DocumentPagesTest {

    private static final String IPP = "urn:oid:2.999.10.1";
    private static final AtomicInteger LAST_NUMBER = new AtomicInteger();

    @TempDir
    private static Path data;

    private static EmbeddedParcours parcours;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        parcours = EmbeddedParcours.open(data);
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        http.close();
        parcours.close();
    }

    // -- each kind of document

    @Test
    void a_pdf_is_shown_by_the_browsers_viewer_without_an_origin_of_ours() throws Exception {
        byte[] pdf = DocumentSamples.pdf("Lettre de liaison");
        SentDocument sent = send("application/pdf", pdf);

        HttpResponse<byte[]> response = get(sent.href());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(pdf);
        assertThat(header(response, "Content-Type")).isEqualTo("application/pdf");
        assertThat(header(response, "Content-Disposition")).isEqualTo("inline; filename=\"document.pdf\"");
        assertThat(header(response, "Content-Security-Policy"))
                .startsWith("sandbox")
                .contains("default-src 'none'", "frame-ancestors 'self'");
        assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(response, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(page(sent.href() + "/view?lang=fr"))
                .contains("<iframe", "src=\"" + sent.href() + "\"", "DUPUIS", "Version en vigueur");
        assertThat(page("/patients/" + sent.patient())).contains("href=\"" + sent.href() + "/view\"");
    }

    @Test
    void a_text_is_shown_in_its_character_set() throws Exception {
        SentDocument sent = send("text/plain; charset=iso-8859-1", "Opéré <b>hier</b>".getBytes(ISO_8859_1));

        HttpResponse<byte[]> response = get(sent.href());
        assertThat(header(response, "Content-Type")).isEqualToIgnoringCase("text/plain;charset=ISO-8859-1");
        assertThat(new String(response.body(), ISO_8859_1)).isEqualTo("Opéré <b>hier</b>");
        assertThat(header(response, "Content-Security-Policy")).startsWith("sandbox; default-src 'none'");
        assertThat(page(sent.href() + "/view")).contains("Opéré &lt;b&gt;hier&lt;/b&gt;");
    }

    @Test
    void an_image_is_shown_and_one_that_is_none_is_a_download() throws Exception {
        SentDocument image = send("image/png", DocumentSamples.png());
        assertThat(header(get(image.href()), "Content-Type")).isEqualTo("image/png");
        assertThat(page(image.href() + "/view")).contains("<img class=\"document-content\" src=\"" + image.href());

        SentDocument svg = send(
                "image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>".getBytes(UTF_8));
        HttpResponse<byte[]> response = get(svg.href());
        assertThat(header(response, "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(header(response, "Content-Disposition")).isEqualTo("attachment; filename=\"document.svg\"");
        assertThat(page(svg.href() + "/view?lang=en"))
                .contains("not shown here")
                .doesNotContain("<iframe", "<script");
    }

    @Test
    void bytes_that_are_not_of_the_stated_type_are_a_download() throws Exception {
        SentDocument sent = send("image/png", "<b onclick=alert(1)>no picture</b>".getBytes(UTF_8));

        HttpResponse<byte[]> response = get(sent.href());
        assertThat(header(response, "Content-Disposition")).isEqualTo("attachment; filename=\"document.png\"");
        assertThat(header(response, "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(header(response, "Content-Security-Policy")).startsWith("sandbox; default-src 'none'");
        assertThat(page(sent.href() + "/view?lang=en")).contains("not of the kind that its sender states");
    }

    @Test
    void rtf_is_shown_as_html_with_its_accents_and_tables() throws Exception {
        SentDocument sent = send("application/rtf", DocumentSamples.rtf());

        HttpResponse<byte[]> response = get(sent.href() + "?lang=en");
        assertThat(header(response, "Content-Type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(new String(response.body(), UTF_8))
                .contains(
                        "<b>Compte rendu opératoire</b>",
                        "été – 37,2 °C",
                        "<td><p>Hb</p></td><td><p>12,5 g/dL</p></td>")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .contains("Not all of this document is shown here")
                .doesNotContain("Arial", "<script");
    }

    @Test
    void a_clinical_document_is_shown_with_header_and_tables_and_without_its_script() throws Exception {
        SentDocument sent = send("text/xml", DocumentSamples.cda());

        HttpResponse<byte[]> response = get(sent.href() + "?lang=en");
        assertThat(header(response, "Content-Type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(header(response, "Content-Security-Policy"))
                .startsWith("sandbox")
                .contains("default-src 'none'")
                .doesNotContain("allow-scripts");
        String html = new String(response.body(), UTF_8);
        assertThat(html)
                .contains("CR d&#39;examens biologiques", "Dr Anne MOREAU", "CHU de Test", "4 Mar 2026 09:30")
                .contains("<th colspan=\"2\">Hémogramme</th>", "<td>Hémoglobine</td><td><b>12,5 g/dL</b></td>")
                .contains("<li>premier</li>", "src=\"data:image/png;base64,")
                .contains("https://images.example/scan.png", "(leads outside Parcours)")
                .doesNotContain("<script", "alert(", "onclick", "javascript:", "src=\"http", "<img src=\"https");
        assertThat(page(sent.href() + "/view?lang=fr"))
                .contains("Hémogramme", "Conservé par", "DUPUIS")
                .doesNotContain("<script>", "alert(");
    }

    @Test
    void the_pdf_inside_a_clinical_document_opens() throws Exception {
        byte[] pdf = DocumentSamples.pdf("Corps");
        SentDocument sent = send("text/xml", DocumentSamples.cdaWithBody("application/pdf", pdf));

        assertThat(page(sent.href() + "/view")).contains("src=\"" + sent.href() + "/body\"");
        HttpResponse<byte[]> body = get(sent.href() + "/body");
        assertThat(header(body, "Content-Type")).isEqualTo("application/pdf");
        assertThat(body.body()).isEqualTo(pdf);
    }

    @Test
    void html_of_a_sender_runs_no_script_and_loads_nothing() throws Exception {
        SentDocument sent = send(
                "text/html",
                "<!DOCTYPE html><html><body><script>alert(1)</script><img src=https://images.example/a.png>Bonjour"
                        .getBytes(UTF_8));

        HttpResponse<byte[]> response = get(sent.href());
        assertThat(header(response, "Content-Type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(header(response, "Content-Security-Policy"))
                .startsWith("sandbox; default-src 'none'; img-src data:; ");
        assertThat(page(sent.href() + "/view")).contains("<iframe").doesNotContain("Bonjour", "alert(1)");
    }

    @Test
    void another_type_is_a_download_without_the_patients_name() throws Exception {
        SentDocument sent = send("application/msword", new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0});

        HttpResponse<byte[]> response = get(sent.href());
        assertThat(header(response, "Content-Disposition")).isEqualTo("attachment; filename=\"document.doc\"");
        assertThat(header(response, "Content-Type")).isEqualTo("application/octet-stream");
    }

    @Test
    void a_document_elsewhere_is_a_link_that_says_so() {
        String number = newNumber();
        post(number, documentReference(number, "\"title\":\"Scanner\",\"url\":\"https://pacs.example/etude?id=1\""));
        parcours.awaitViews();

        assertThat(page("/patients/" + patient(number) + "?lang=en"))
                .contains("<a href=\"https://pacs.example/etude?id=1\"", "rel=\"noopener noreferrer external\"")
                .contains(">Scanner: https://pacs.example/etude?id=1</a>", "(leads outside Parcours)");
    }

    // -- access

    @Test
    void a_document_is_found_only_through_the_entry_of_its_patient() throws Exception {
        SentDocument sent = send("text/plain", "Lettre de Dupuis".getBytes(UTF_8));
        SentDocument other = send("text/plain", "Lettre d'un autre".getBytes(UTF_8));

        for (String path : new String[] {
            "/documents/" + sent.sha256(),
            "/api/documents/" + sent.sha256(),
            "/patients/" + other.patient() + "/entries/" + sent.entry() + "/documents/" + sent.sha256(),
            "/patients/" + other.patient() + "/entries/" + other.entry() + "/documents/" + sent.sha256(),
            "/patients/" + sent.patient() + "/entries/" + other.entry() + "/documents/" + sent.sha256(),
            "/patients/" + other.patient() + "/entries/" + other.entry() + "/documents/" + sent.sha256() + "/original"
        }) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
        HttpResponse<String> command = parcours.get(parcours.commandAddress, "/api/documents/" + sent.sha256());
        assertThat(command.statusCode()).isEqualTo(404);
    }

    @Test
    void a_changed_or_missing_document_says_so() throws Exception {
        byte[] letter = "Lettre que personne ne doit changer".getBytes(UTF_8);
        SentDocument sent = send("text/plain", letter);
        byte[] changed = letter.clone();
        changed[3]++;
        execute("UPDATE document SET bytes = ? WHERE hash = ?", changed, hash(letter));

        HttpResponse<byte[]> problem = get(sent.href());
        assertThat(problem.statusCode()).isEqualTo(502);
        assertThat(header(problem, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(new String(problem.body(), UTF_8)).contains("urn:parcours:problem:document-changed");
        HttpResponse<String> page = browser(sent.href() + "/view?lang=fr");
        assertThat(page.statusCode()).isEqualTo(502);
        assertThat(page.body())
                .contains("Ce document ne correspond pas à son empreinte")
                .doesNotContain("personne");
        assertThat(get(sent.href() + "/original").statusCode()).isEqualTo(502);

        execute("DELETE FROM document WHERE hash = ?", hash(letter));
        assertThat(get(sent.href()).statusCode()).isEqualTo(410);
        assertThat(browser(sent.href() + "/view?lang=en").body()).contains("This document is missing");
    }

    // -- versions

    @Test
    void earlier_and_withdrawn_versions_are_reachable_and_marked() throws Exception {
        String number = newNumber();
        letter(number, "T02", "L" + number + "-1", "", "Première version");
        letter(number, "T10", "L" + number + "-2", "L" + number + "-1", "Seconde version");
        parcours.awaitViews();
        String patient = patient(number);
        JsonNode entry = letterEntry(patient);
        String second = entry.at("/documents/0/href").asString();
        String first = entry.at("/history/0/documents/0/href").asString();

        assertThat(first).isNotEqualTo(second);
        assertThat(new String(get(first).body(), UTF_8)).isEqualTo("Première version");
        assertThat(page(first + "/view?lang=fr"))
                .contains("Version antérieure", "Cette version a été remplacée", "Première version", second + "/view");
        assertThat(page(second + "/view?lang=fr"))
                .contains("Version en vigueur", "Seconde version")
                .contains("href=\"/patients/" + patient + "/entries/"
                        + entry.get("id").asString() + "\"")
                .doesNotContain("Cette version a été remplacée");
        assertThat(page("/patients/" + patient + "?lang=fr")).contains(second + "/view");
        assertThat(page("/patients/" + patient + "/entries/" + entry.get("id").asString() + "?lang=fr"))
                .contains(first + "/view", second + "/view");

        letter(number, "T11", "L" + number + "-2", "", "");
        parcours.awaitViews();
        assertThat(letterEntry(patient).get("documents").isEmpty()).isTrue();
        assertThat(page(second + "/view?lang=fr"))
                .contains("Ce document a été retiré par son émetteur", "Seconde version");
        assertThat(page("/patients/" + patient + "/entries/" + entry.get("id").asString() + "?lang=fr"))
                .contains(second + "/view");
    }

    @Test
    void a_document_entered_in_error_is_reachable_and_marked_withdrawn() throws Exception {
        SentDocument sent = send("text/plain", "Document du mauvais patient".getBytes(UTF_8));
        String number = number(sent.patient());
        post(
                number,
                documentReference(number, "\"contentType\":\"text/plain\",\"data\":\"eA==\"")
                        .replace("\"current\"", "\"entered-in-error\""));
        parcours.awaitViews();

        assertThat(page(sent.href() + "/view?lang=fr"))
                .contains("Retiré", "Ce document a été retiré par son émetteur", "Document du mauvais patient");
        assertThat(page("/patients/" + sent.patient() + "?lang=fr")).contains(sent.href() + "/view");
    }

    @Test
    void a_document_of_a_merged_record_opens_under_both_of_its_ids() throws Exception {
        SentDocument sent = send("text/plain", "Lettre avant la fusion".getBytes(UTF_8));
        SentDocument other = send("text/plain", "Lettre du survivant".getBytes(UTF_8));
        String absorbed = number(sent.patient());
        String survivor = number(other.patient());
        try (MllpClient client = parcours.openMllpClient()) {
            assertThat(client.exchange(
                            ("MSH|^~\\&|GAM|CHU|PARCOURS|CHU|20260305101500||ADT^A40^ADT_A39|F%1$s|P|2.5^FRA^2.11||||||UNICODE UTF-8\r"
                                            + "EVN||20260305101500\r"
                                            + "PID|||%2$s^^^CHU&2.999.10.1&ISO^PI||DUPUIS^JEANNE^^^^^D||19500203|F\r"
                                            + "MRG|%1$s^^^CHU&2.999.10.1&ISO^PI\r")
                                    .formatted(absorbed, survivor)
                                    .getBytes(UTF_8)))
                    .contains("MSA|AA|");
        }
        parcours.awaitViews();

        String underSurvivor =
                "/patients/" + other.patient() + "/entries/" + sent.entry() + "/documents/" + sent.sha256();
        assertThat(new String(get(underSurvivor).body(), UTF_8)).isEqualTo("Lettre avant la fusion");
        assertThat(new String(get(sent.href()).body(), UTF_8)).isEqualTo("Lettre avant la fusion");
    }

    private static String number(String patient) {
        return parcours.queryJson("/api/patients/" + patient)
                .at("/identifiers/0/value")
                .asString();
    }

    // -- steps

    private record SentDocument(String patient, String entry, String sha256, String href) {}

    private static SentDocument send(String mediaType, byte[] bytes) throws Exception {
        String number = newNumber();
        post(
                number,
                documentReference(
                        number,
                        "\"contentType\":\"%s\",\"title\":\"Document\",\"data\":\"%s\""
                                .formatted(mediaType, Base64.getEncoder().encodeToString(bytes))));
        parcours.awaitViews();
        String patient = patient(number);
        for (JsonNode entry : parcours.timeline(patient).get("entries")) {
            for (JsonNode document : entry.get("documents")) {
                return new SentDocument(
                        patient,
                        entry.get("id").asString(),
                        document.get("sha256").asString(),
                        document.get("href").asString());
            }
        }
        throw new AssertionError("No document in " + parcours.timeline(patient));
    }

    private static String newNumber() {
        return "90" + LAST_NUMBER.incrementAndGet();
    }

    private static String patient(String number) {
        return parcours.patient(IPP, number).get("id").asString();
    }

    private static String documentReference(String number, String attachment) {
        return """
                {"resourceType":"DocumentReference","status":"current",
                 "identifier":[{"system":"urn:oid:2.999.10.7","value":"D%1$s"}],
                 "type":{"coding":[{"system":"http://loinc.org","code":"34117-2","display":"Compte rendu"}]},
                 "subject":{"reference":"urn:uuid:11111111-1111-4111-8111-111111111111"},
                 "date":"2026-03-04T10:00:00+01:00","content":[{"attachment":{%2$s}}]}""".formatted(number, attachment);
    }

    private static void post(String number, String resource) {
        HttpResponse<String> response =
                parcours.post("/fhir?source=DPI", "application/fhir+json", """
                {"resourceType":"Bundle","type":"transaction","entry":[
                 {"fullUrl":"urn:uuid:11111111-1111-4111-8111-111111111111","resource":
                  {"resourceType":"Patient","identifier":[{"system":"%1$s","value":"%2$s"}],
                   "name":[{"family":"DUPUIS","given":["Jeanne"]}],"birthDate":"1950-02-03"},
                  "request":{"method":"POST","url":"Patient"}},
                 {"resource":%3$s,"request":{"method":"POST","url":"DocumentReference"}}]}""".formatted(IPP, number, resource));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    private static void letter(String number, String trigger, String id, String parent, String text) {
        String message =
                ("MSH|^~\\&|DPI|CHU|PARCOURS|CHU|20260304101500||MDM^%2$s^MDM_T02|%3$s%2$s|P|2.5^FRA^2.11||||||UNICODE UTF-8\r"
                                + "EVN||20260304101500\r"
                                + "PID|||%1$s^^^CHU&2.999.10.1&ISO^PI||DUPUIS^JEANNE^^^^^D||19500203|F\r"
                                + "PV1||I|CARDIO|||||||||||||||||V%1$s^^^CHU&2.999.10.2&ISO^VN\r"
                                + "TXA|1|34112-3^Lettre de liaison^LN|text/plain|20260304100000|||20260304100000|||||%3$s^DPI|%4$s||||AU\r")
                        .formatted(number, trigger, id, parent.isEmpty() ? "" : parent + "^DPI");
        String content = text.isEmpty()
                ? ""
                : "OBX|1|ED|34112-3^Lettre de liaison^LN||^text^plain^Base64^"
                        + Base64.getEncoder().encodeToString(text.getBytes(UTF_8)) + "||||||F\r";
        try (MllpClient client = parcours.openMllpClient()) {
            assertThat(client.exchange((message + content).getBytes(UTF_8))).contains("MSA|AA|");
        }
    }

    private static JsonNode letterEntry(String patient) {
        for (JsonNode entry : parcours.timeline(patient).get("entries")) {
            if (entry.get("kind").asString().equals("letter")) {
                return entry;
            }
        }
        throw new AssertionError("No letter in " + parcours.timeline(patient));
    }

    private static HttpResponse<byte[]> get(String path) throws Exception {
        URI address = parcours.queryAddress.resolve(path);
        return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static HttpResponse<String> browser(String path) throws Exception {
        URI address = parcours.queryAddress.resolve(path);
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Accept", "text/html,application/xhtml+xml")
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String page(String path) {
        try {
            HttpResponse<String> response = browser(path);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.body();
        } catch (Exception e) {
            throw new IllegalStateException(path, e);
        }
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static byte[] hash(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    /** Does what an intruder with write access to the database could do. */
    private static void execute(String sql, byte[]... parameters) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("parcours.db"));
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setBytes(i + 1, parameters[i]);
            }
            assertThat(statement.executeUpdate())
                    .as(HexFormat.of().formatHex(parameters[parameters.length - 1]))
                    .isOne();
        }
    }
}
